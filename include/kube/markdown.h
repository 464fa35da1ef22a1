/*
 * markdown.h - a report as for a merge request, a wiki, a change request.
 */
#ifndef KUBE_MARKDOWN_H
#define KUBE_MARKDOWN_H

#include "kube/finding.h"

#include <stdio.h>

void markdown_print(const struct report *r, FILE *out);

#endif
