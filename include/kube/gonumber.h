/*
 * gonumber.h - numbers of YAML 1.1 as kubectl's reader, in Go, takes and writes them.
 *
 *	struct gonumber n;
 *	if (gonumber_parse(&n, "0x1F", 4) == GONUMBER_INT)
 *		gonumber_add(&n, &out);      // 31
 *	gonumber_free(&n);
 *
 * What is already a JSON number is written as it stands ("1.10"), but for whole numbers
 * of 2^53 and more in a fraction's clothes (1e17), which Go rounds to a double.
 */
#ifndef KUBE_GONUMBER_H
#define KUBE_GONUMBER_H

#include "kube/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum gonumber_type { GONUMBER_NONE, GONUMBER_INT, GONUMBER_FLOAT };

struct gonumber {
	enum gonumber_type type;
	bool negative;
	uint64_t magnitude;      /* of a GONUMBER_INT */
	/*
	 * Of a GONUMBER_FLOAT, pointing into the parsed text: "12", ".5", "e-3". Of a
	 * GONUMBER_INT n_whole is 0 unless `whole` are its decimal digits.
	 */
	const char *whole, *part, *power;
	size_t n_whole, n_part, n_power;
	bool rounded;            /* write `value`, not the digits */
	double value;            /* set where rounded */
	struct buf plain;        /* the text without its underscores, if it had any */
};

/* The text is borrowed until gonumber_free() and a NUL follows it. */
enum gonumber_type gonumber_parse(struct gonumber *n, const char *text, size_t len);
/* Makes a FLOAT of an INT, as the tag !!float does; false where Go refuses (past 63 bits). */
bool gonumber_to_float(struct gonumber *n);
void gonumber_add(const struct gonumber *n, struct buf *out);
/* As the name of a member, without quotes; false for what Go refuses (past 63 bits). */
bool gonumber_add_name(const struct gonumber *n, struct buf *out);
void gonumber_free(struct gonumber *n);

#endif
