/*
 * hashset.h - a set of 64-bit hashes. A zeroed struct is an empty set.
 */
#ifndef KUBE_HASHSET_H
#define KUBE_HASHSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hashset {
	uint64_t *at; /* 0: free */
	size_t n, cap;
};

/* Puts it in; false when it was there before. */
bool hashset_add(struct hashset *set, uint64_t hash);
bool hashset_has(const struct hashset *set, uint64_t hash);
void hashset_free(struct hashset *set);
/* FNV-1a; start with HASH_START, or with another hash to continue it. */
#define HASH_START 14695981039346656037u
uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t len);
uint64_t hash_text(uint64_t hash, const char *text); /* with its end: "a","bc" is not "ab","c" */

#endif
