/*
 * json_check.h - is this text JSON, to the letter?
 *
 *	struct json_check c = { 0 };
 *	if (!json_check(&c, text, len))
 *		printf("byte %zu: %s\n", c.at, c.why);
 *	json_check_free(&c);
 *
 * RFC 8259 and nothing beyond it: one value, its grammar, UTF-8, no control
 * characters in strings, JSON_DEPTH_MAX levels. It stands in front of jsmn, which
 * trusts its input; no recursion, and nothing is allocated but the list of names
 * written with escapes, which is kept from one call to the next.
 */
#ifndef KUBE_JSON_CHECK_H
#define KUBE_JSON_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#define JSON_DEPTH_MAX 200
#define JSON_WHY_SIZE 96

struct json_check {
	size_t tokens;   /* how many values and names there are */
	size_t *escaped; /* offsets of the opening quotes of names that contain a backslash */
	size_t n_escaped, cap_escaped;
	/* after a failure */
	size_t at;      /* offset of the first byte that is wrong; len: the text ends too early */
	char why[JSON_WHY_SIZE]; /* "expected ':', found '1'" */
};

bool json_check(struct json_check *c, const char *text, size_t len);
void json_check_free(struct json_check *c);
/* Makes such a text: `what` was expected, and these bytes are there instead. */
void json_check_expected(char why[JSON_WHY_SIZE], const char *what, const char *at, size_t len);

#endif
