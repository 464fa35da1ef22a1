/* Lists of strings and small text tests. */
#include "kube/strings.h"

#include "kube/error.h"

#include <stdlib.h>
#include <string.h>

void strings_addn(struct strings *list, const char *text, size_t len)
{
	char *copy = xalloc(len + 1);

	if (len)
		memcpy(copy, text, len);
	if (list->n == list->cap) {
		list->cap = list->cap ? list->cap * 2 : 8;
		list->at = xrealloc(list->at, list->cap * sizeof *list->at);
	}
	list->at[list->n++] = copy;
}

void strings_add(struct strings *list, const char *text)
{
	strings_addn(list, text, strlen(text));
}

void strings_split(struct strings *list, const char *text, char separator)
{
	while (*text) {
		const char *end = strchr(text, separator);
		size_t len = end ? (size_t)(end - text) : strlen(text);

		if (len)
			strings_addn(list, text, len);
		text += len + (end != NULL);
	}
}

bool strings_contain(const struct strings *list, const char *text)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->at[i], text))
			return true;
	return false;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void strings_sort_unique(struct strings *list)
{
	size_t kept = 0;

	if (!list->n)
		return;
	qsort(list->at, list->n, sizeof *list->at, compare);
	for (size_t i = 1; i < list->n; i++) {
		if (strcmp(list->at[kept], list->at[i]))
			list->at[++kept] = list->at[i];
		else
			free(list->at[i]);
	}
	list->n = kept + 1;
}

void strings_free(struct strings *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->at[i]);
	free(list->at);
	*list = (struct strings){ 0 };
}

int text_cmp(const char *a, const char *b)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

bool text_equal(const char *a, const char *b)
{
	return !text_cmp(a, b);
}

bool text_starts(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

bool text_ends(const char *text, const char *suffix)
{
	size_t len = strlen(text), tail = strlen(suffix);

	return len >= tail && !strcmp(text + len - tail, suffix);
}

/* Goes back only to the newest '*': linear for real patterns, never exponential. */
bool text_glob(const char *pattern, const char *text)
{
	const char *star = NULL, *resume = NULL;

	while (*text) {
		if (*pattern == '*') {
			star = pattern++;
			resume = text;
		} else if (*pattern == '?' || *pattern == *text) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star + 1;
			text = ++resume;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

static size_t distance(const char *a, const char *b)
{
	size_t row[65], len = strlen(b);

	if (len > 64 || strlen(a) > 64)
		return 64;
	for (size_t j = 0; j <= len; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= len; j++) {
			size_t change = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			if (row[j - 1] + 1 < change)
				change = row[j - 1] + 1;
			row[j] = diagonal + 1 < change ? diagonal + 1 : change;
		}
	}
	return row[len];
}

const char *text_nearest(const char *typed, const char *const *words, size_t n)
{
	const char *nearest = NULL;
	size_t best = strlen(typed) / 3 + 2;

	for (size_t i = 0; i < n; i++) {
		size_t d = distance(typed, words[i]);

		if (d < best) {
			best = d;
			nearest = words[i];
		}
	}
	return nearest;
}
