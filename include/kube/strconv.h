/*
 * strconv.h - numbers and truth values as Go's strconv reads them, where users know its words.
 *
 *	const char *why = strconv_int("1_000", 0, &n);   // NULL, n is 1000
 */
#ifndef KUBE_STRCONV_H
#define KUBE_STRCONV_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Base 10, or 0 for what Go's source may say: 0x1f, 0o17, 017, 0b1, 1_000. NULL when read,
 * else why not ("invalid syntax", "value out of range"); *n is untouched then.
 */
const char *strconv_int(const char *text, int base, int64_t *n);
/* 1, t, T, true, TRUE, True, and the opposites. */
const char *strconv_bool(const char *text, bool *value);

#endif
