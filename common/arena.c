/* Bump allocation in blocks, and a hash set of what was interned. */
#include "kube/arena.h"

#include "kube/hashset.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((size_t)64 << 10)
#define ALIGNMENT _Alignof(max_align_t)

struct arena_block {
	struct arena_block *older;
	max_align_t bytes[];
};

struct entry {
	uint64_t hash;
	size_t len;
	const void *bytes;
};

struct arena_set {
	struct entry *entries;
	size_t n, cap; /* cap is a power of two */
};

static void new_block(struct arena *a, size_t size)
{
	struct arena_block *block = xalloc(sizeof *block + size);

	block->older = a->blocks;
	a->blocks = block;
	a->at = (char *)block->bytes;
	a->left = size;
	a->total_bytes += size;
}

void *arena_alloc(struct arena *a, size_t size_bytes)
{
	size_t size = (size_bytes + !size_bytes + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	char *p;

	if (size < size_bytes)
		error_fatal("out of memory (%zu bytes)", size_bytes);
	if (size > a->left)
		new_block(a, size > BLOCK_BYTES ? size : BLOCK_BYTES);
	p = a->at;
	a->at += size;
	a->left -= size;
	return p;
}

char *arena_strndup(struct arena *a, const char *text, size_t len)
{
	char *copy = arena_alloc(a, len + 1);

	memcpy(copy, text, len);
	return copy;
}

char *arena_strdup(struct arena *a, const char *text)
{
	return text ? arena_strndup(a, text, strlen(text)) : NULL;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	char small[256], *text;
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(small, sizeof small, fmt, args);
	va_end(args);
	if (n < 0)
		error_fatal("a text cannot be formatted");
	if ((size_t)n < sizeof small)
		return arena_strndup(a, small, (size_t)n);
	text = arena_alloc(a, (size_t)n + 1);
	va_start(args, fmt);
	vsnprintf(text, (size_t)n + 1, fmt, args);
	va_end(args);
	return text;
}

static struct entry *slot(const struct arena_set *set, uint64_t hash, const void *bytes, size_t len)
{
	size_t i = hash & (set->cap - 1);

	for (; set->entries[i].bytes; i = (i + 1) & (set->cap - 1)) {
		const struct entry *e = &set->entries[i];

		if (e->hash == hash && e->len == len && !memcmp(e->bytes, bytes, len))
			break;
	}
	return &set->entries[i];
}

static void grow(struct arena_set *set)
{
	struct arena_set bigger = { .n = set->n, .cap = set->cap ? set->cap * 2 : 256 };

	bigger.entries = xalloc(bigger.cap * sizeof *bigger.entries);
	for (size_t i = 0; i < set->cap; i++) {
		const struct entry *e = &set->entries[i];

		if (e->bytes)
			*slot(&bigger, e->hash, e->bytes, e->len) = *e;
	}
	free(set->entries);
	*set = bigger;
}

const void *arena_intern_bytes(struct arena *a, const void *bytes, size_t len)
{
	uint64_t hash = hash_bytes(HASH_START, bytes, len);
	struct entry *e;

	if (!a->strings)
		a->strings = xalloc(sizeof *a->strings);
	if (a->strings->n * 2 >= a->strings->cap)
		grow(a->strings);
	e = slot(a->strings, hash, bytes, len);
	if (!e->bytes) {
		void *copy = arena_alloc(a, len + 1);

		memcpy(copy, bytes, len);
		*e = (struct entry){ hash, len, copy };
		a->strings->n++;
	}
	return e->bytes;
}

const char *arena_intern(struct arena *a, const char *text)
{
	return text ? arena_intern_bytes(a, text, strlen(text)) : NULL;
}

void arena_free(struct arena *a)
{
	while (a->blocks) {
		struct arena_block *older = a->blocks->older;

		free(a->blocks);
		a->blocks = older;
	}
	if (a->strings)
		free(a->strings->entries);
	free(a->strings);
	*a = (struct arena){ 0 };
}
