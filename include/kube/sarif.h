/*
 * sarif.h - a report as SARIF 2.1.0, for code hosts and editors.
 */
#ifndef KUBE_SARIF_H
#define KUBE_SARIF_H

#include "kube/finding.h"

#include <stdio.h>

void sarif_print(const struct report *r, FILE *out);

#endif
