/*
 * requirement.h - one condition of a label selector: a key, an operator, values.
 *
 *	struct requirement r = { "tier", SEL_NOT_IN, 1, &value };
 *	if (requirement_holds(&r, labels_value(set, r.key)))
 *		...
 *
 * Key and values are borrowed.
 */
#ifndef KUBE_REQUIREMENT_H
#define KUBE_REQUIREMENT_H

#include "kube/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum selector_operator { SEL_IN, SEL_NOT_IN, SEL_EXISTS, SEL_NOT_EXISTS, SEL_GREATER, SEL_LESS };

struct requirement {
	const char *key;
	enum selector_operator op;
	size_t n;
	const char **values;
};

/* Whether the API server would take it; if not, its words are added to why. */
bool requirement_check(const struct requirement *r, struct buf *why);
/* `value` is the label's, NULL where there is none. Only for what passed the check. */
bool requirement_holds(const struct requirement *r, const char *value);

#endif
