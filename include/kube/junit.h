/*
 * junit.h - a report as JUnit XML, for CI servers.
 */
#ifndef KUBE_JUNIT_H
#define KUBE_JUNIT_H

#include "kube/finding.h"

#include <stdio.h>

void junit_print(const struct report *r, FILE *out);

#endif
