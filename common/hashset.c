/* Open addressing, at most half full; the hash is its own key. */
#include "kube/hashset.h"

#include "kube/error.h"

#include <stdlib.h>
#include <string.h>

static uint64_t *slot(const struct hashset *set, uint64_t hash)
{
	size_t i = hash & (set->cap - 1);

	while (set->at[i] && set->at[i] != hash)
		i = (i + 1) & (set->cap - 1);
	return &set->at[i];
}

static void grow(struct hashset *set)
{
	struct hashset bigger = { .n = set->n, .cap = set->cap ? set->cap * 2 : 256 };

	bigger.at = xalloc(bigger.cap * sizeof *bigger.at);
	for (size_t i = 0; i < set->cap; i++)
		if (set->at[i])
			*slot(&bigger, set->at[i]) = set->at[i];
	free(set->at);
	*set = bigger;
}

bool hashset_add(struct hashset *set, uint64_t hash)
{
	uint64_t *place;

	hash += !hash;
	if (set->n * 2 >= set->cap)
		grow(set);
	place = slot(set, hash);
	if (*place)
		return false;
	*place = hash;
	set->n++;
	return true;
}

bool hashset_has(const struct hashset *set, uint64_t hash)
{
	hash += !hash;
	return set->cap && *slot(set, hash);
}

void hashset_free(struct hashset *set)
{
	free(set->at);
	*set = (struct hashset){ 0 };
}

uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t len)
{
	const unsigned char *b = bytes;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ b[i]) * 1099511628211u;
	return hash;
}

uint64_t hash_text(uint64_t hash, const char *text)
{
	return hash_bytes(hash, text, strlen(text) + 1);
}
