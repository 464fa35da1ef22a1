/*
 * scalar.h - what a YAML scalar means to kubectl's reader: YAML 1.1, as Go has it.
 *
 *	struct scalar s = { .text = "0x1F", .len = 4 };
 *	scalar_add(&s, &out, err);      // 31
 *	scalar_add_name(&s, &out, err); // "31"
 *
 * Without quotes and tag: yes, on and y are true; no, off and n are false; ~, null and
 * nothing are null; 0x1F, 0o17, 017, 0b11 and 1_000 are whole numbers up to 64 bits, or
 * else strings; 1e400 is a string. A number that is a JSON number is copied as written.
 * A date is a string. Errors carry no place.
 */
#ifndef KUBE_SCALAR_H
#define KUBE_SCALAR_H

#include "kube/buf.h"

#include <stdbool.h>
#include <stddef.h>

#define SCALAR_TAG "tag:yaml.org,2002:" /* what "!!" stands for */

struct scalar {
	const char *text; /* a NUL follows; there may be more of them inside */
	size_t len;
	const char *tag;  /* in full: "tag:yaml.org,2002:int", "!", "!local"; NULL: none */
	bool quoted;      /* without a tag: a string whatever it looks like */
};

/*
 * JSON has no .inf and .nan, and kubectl no key that is null or a whole number past 63
 * bits. It minds them only when all equal keys are sorted out, so they are written as a
 * string with this byte in front, which no JSON has, and the reason behind it.
 */
#define SCALAR_REFUSED 1

/* Adds it as a JSON value. ERR_DATA: a tag that does not fit. */
int scalar_add(const struct scalar *s, struct buf *out, struct error *err);
/*
 * Adds it as the name of a JSON member. A number is written as Go writes it (a fraction
 * with the precision of 32 bits). ERR_DATA: a tag that does not fit.
 */
int scalar_add_name(const struct scalar *s, struct buf *out, struct error *err);

#endif
