/*
 * json_cut.h - where a JSON value ends, found by its brackets and quotes alone.
 *
 *	struct json_cut cut;
 *	json_cut_begin(&cut, *at++);
 *	end_of_value = json_cut_skip(&cut, at, end);
 *	if (!cut.whole)
 *		... goes on in the next chunk
 *
 * Made for speed: it neither checks nor keeps anything, and may stop at any byte. What
 * it cuts out of text that is no JSON is no JSON either.
 */
#ifndef KUBE_JSON_CUT_H
#define KUBE_JSON_CUT_H

#include <stdbool.h>

struct json_cut {
	int depth;
	bool quoted, backslash; /* inside a string; behind a backslash in there */
	bool word;              /* neither string nor container: it ends where something else begins */
	bool whole;             /* the end was reached */
};

/* A value begins with this byte, which is thereby taken. */
void json_cut_begin(struct json_cut *cut, char first);
/* To behind the value, or to `end` if it goes on there. */
const char *json_cut_skip(struct json_cut *cut, const char *at, const char *end);

#endif
