/*
 * html.h - a report as one self-contained page, for people and print.
 */
#ifndef KUBE_HTML_H
#define KUBE_HTML_H

#include "kube/finding.h"

#include <stdio.h>

void html_print(const struct report *r, FILE *out);

#endif
