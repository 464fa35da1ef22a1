/*
 * explain.h - what a check is about: `explain CHECK`, `--list`.
 *
 * The text is the check's section of its theme's page, the same that readers of the
 * repository see: written once.
 */
#ifndef KUBE_EXPLAIN_H
#define KUBE_EXPLAIN_H

#include "kube/choice.h"

#include <stdio.h>

/*
 * Prints the pages of the checks named (ids or globs), for a terminal when out is one:
 * no Markdown marks, the example indented. ERR_USAGE for a word that names none.
 */
int explain(struct run *run, const struct strings *words, FILE *out, struct error *err);
/*
 * Every check, also those that are off: CHECK SEVERITY SCOPE DUTY TITLE; output: "table",
 * "wide", "json", "yaml", "name". ERR_USAGE for another one.
 */
int explain_list(struct run *run, const char *output, bool no_headers, FILE *out,
                 struct error *err);

#endif
