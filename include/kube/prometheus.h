/*
 * prometheus.h - a report as text exposition for a textfile collector or a push.
 */
#ifndef KUBE_PROMETHEUS_H
#define KUBE_PROMETHEUS_H

#include "kube/finding.h"

#include <stdio.h>

void prometheus_print(const struct report *r, FILE *out);

#endif
