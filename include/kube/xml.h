/*
 * xml.h - text that is safe inside XML and HTML, in elements and in quoted attributes.
 *
 * <, >, & and quotes become references; what XML cannot hold (control characters,
 * invalid UTF-8) becomes U+FFFD.
 */
#ifndef KUBE_XML_H
#define KUBE_XML_H

#include "kube/error.h"

#include <stdio.h>

void xml_put(FILE *out, const char *text);
/* The format is written as it is, every %s in it escaped. Only %s is understood. */
void xml_putf(FILE *out, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
