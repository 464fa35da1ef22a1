/*
 * quantity.h - "1500m", "2Gi", "0.5", "1e3": Kubernetes quantities, exactly.
 *
 * The value is units + nanos/10^9, what apimachinery's resource.Quantity keeps:
 * finer parts are rounded up (away from zero), larger numbers capped at
 * 2^63-1. Compared with the original on random input in tests/oracle.
 */
#ifndef KUBE_QUANTITY_H
#define KUBE_QUANTITY_H

#include "kube/error.h"

#include <stdbool.h>
#include <stdint.h>

enum quantity_form { QUANTITY_DECIMAL, QUANTITY_BINARY, QUANTITY_EXPONENT };

struct quantity {
	int64_t units;
	int32_t nanos; /* same sign as units */
	enum quantity_form form;
};

/*
 * 0 or -1; NULL and "" are no quantities. *q is untouched on failure. The text as it
 * is: around a quantity in an object the API server forgives spaces, this does not.
 */
int quantity_parse(const char *text, struct quantity *q);
int quantity_cmp(struct quantity a, struct quantity b); /* <0, 0, >0 */
bool quantity_is_zero(struct quantity q);
/* Saturating; the form of a is kept unless a is zero. */
struct quantity quantity_add(struct quantity a, struct quantity b);
struct quantity quantity_times(struct quantity a, int64_t factor);
struct quantity quantity_max(struct quantity a, struct quantity b);
int64_t quantity_milli(struct quantity q); /* thousandths, rounded away from zero, saturating */
/* a / b as hundredths (250 = 2.5), cut, saturating; 0 when b is zero. */
int64_t quantity_ratio_percent(struct quantity a, struct quantity b);
/* Kubernetes' canonical text ("1500m", "2Gi"); `out` holds at least 40 bytes. */
const char *quantity_format(struct quantity q, char out[40]);

#endif
