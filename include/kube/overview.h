/*
 * overview.h - a report on one screen: what is wrong, how often, where it is worst.
 */
#ifndef KUBE_OVERVIEW_H
#define KUBE_OVERVIEW_H

#include "kube/finding.h"

#include <stdio.h>

/*
 * Grouped by the headings of the contract, a line a check; then what was not checked,
 * then the totals. On a terminal it fits its size: titles and checks that do not fit
 * are left out and counted. Elsewhere (a file, a pipe) nothing is left out.
 */
void overview_print(const struct report *r, FILE *out);

/* "team-3/deploy/app-4": an object as short as it can be said; borrowed until the next call. */
const char *overview_object(const struct finding *x);

#endif
