/*
 * report.h - a report in every form: the overview, tables, and files for other programs.
 *
 * One row of formats[] per form. The JSON form is a contract, described by
 * plugins/audit/report.schema.json.
 */
#ifndef KUBE_REPORT_H
#define KUBE_REPORT_H

#include "kube/error.h"
#include "kube/finding.h"

#include <stdio.h>

struct report_format {
	const char *name, *help;
	/* The text goes to out; write errors stay with the stream. */
	void (*print)(const struct report *r, FILE *out);
};

/* Ends with a NULL name: table wide json yaml name csv markdown sarif junit html prometheus */
extern const struct report_format report_formats[];

/*
 * "table", "json", or "sarif=FILE" for one more output into a file (written whole or
 * not at all). ERR_USAGE with kubectl's words when there is no such format.
 */
int report_print(const struct report *r, const char *output, FILE *out, struct error *err);
/* The same test without printing, for before the work. */
int report_format_check(const char *output, struct error *err);

#endif
