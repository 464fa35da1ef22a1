/*
 * plain.h - what a YAML reader would take an unquoted word for.
 *
 *	if (!plain_is_text("1e3"))
 *		puts("needs quotes");
 *
 * "yes", "0x1f", "1_000", "2024-01-02", ".5", "~" and the like are not strings when
 * they stand without quotes. The rules are those of kubectl's writer (YAML 1.1 as
 * go-yaml reads it, and numbers to the base of sixty, which only others read).
 */
#ifndef KUBE_PLAIN_H
#define KUBE_PLAIN_H

#include <stdbool.h>

bool plain_is_text(const char *word);

#endif
