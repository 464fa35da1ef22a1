/*
 * strings.h - lists of strings, and what C's <string.h> lacks.
 *
 *	AUTO(strings_free) struct strings names = { 0 };
 *	strings_split(&names, "a,b,,c", ',');   // a b c
 *	strings_sort_unique(&names);
 *
 * A list owns copies of its strings. A zeroed struct is an empty list.
 */
#ifndef KUBE_STRINGS_H
#define KUBE_STRINGS_H

#include <stdbool.h>
#include <stddef.h>

struct strings {
	char **at;
	size_t n, cap;
};

void strings_add(struct strings *list, const char *text);
void strings_addn(struct strings *list, const char *text, size_t len);
/* Adds the pieces between separators; empty pieces are left out. */
void strings_split(struct strings *list, const char *text, char separator);
bool strings_contain(const struct strings *list, const char *text);
void strings_sort_unique(struct strings *list);
void strings_free(struct strings *list);

/* strcmp for sorting where a text may be absent: NULL sorts first. */
int text_cmp(const char *a, const char *b);
bool text_equal(const char *a, const char *b); /* two NULLs are equal */
bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);
/* Shell-style: '*' any run, '?' one byte, anything else itself; the whole text must match. */
bool text_glob(const char *pattern, const char *text);
/* The word closest to `typed` by edit distance, NULL when none is near; for "did you mean". */
const char *text_nearest(const char *typed, const char *const *words, size_t n);

#endif
