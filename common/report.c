/*
 * The table of output forms, and what becomes of -o FORMAT and -o FORMAT=FILE. The
 * simple forms are here; the others have a module each.
 */
#include "kube/report.h"

#include "kube/file.h"
#include "kube/html.h"
#include "kube/junit.h"
#include "kube/markdown.h"
#include "kube/overview.h"
#include "kube/print.h"
#include "kube/prometheus.h"
#include "kube/report_json.h"
#include "kube/sarif.h"
#include "kube/strings.h"

#include <stdlib.h>
#include <string.h>

/* One table for -o wide and csv; JSON is a contract of its own (report_json.h). */
static const struct column columns[] = {
	COLUMN("SEVERITY", "severity", struct finding, severity, severity_name, false),
	COLUMN("CHECK", "check", struct finding, check, NULL, false),
	COLUMN("NAMESPACE", "namespace", struct finding, namespace, NULL, false),
	COLUMN("KIND", "kind", struct finding, kind, NULL, false),
	COLUMN("NAME", "name", struct finding, name, NULL, false),
	COLUMN("CONTAINER", "container", struct finding, container, NULL, false),
	COLUMN("MESSAGE", "message", struct finding, message, NULL, false),
	COLUMN(NULL, "path", struct finding, path, NULL, false),
	COLUMN(NULL, "file", struct finding, file, NULL, false),
	COLUMN(NULL, "line", struct finding, line, NULL, false),
	COLUMN(NULL, "column", struct finding, column, NULL, false),
	COLUMN(NULL, "duty", struct finding, duty, duty_name, false),
	COLUMN(NULL, "heading", struct finding, heading, heading_name, false),
	COLUMN(NULL, "fingerprint", struct finding, fingerprint, NULL, false),
	COLUMN_END
};

/* Findings in files say where: one more column. */
static const struct column file_columns[] = {
	COLUMN("SEVERITY", "severity", struct finding, severity, severity_name, false),
	COLUMN("CHECK", "check", struct finding, check, NULL, false),
	COLUMN("WHERE", "where", struct finding, where, NULL, false),
	COLUMN("NAMESPACE", "namespace", struct finding, namespace, NULL, false),
	COLUMN("KIND", "kind", struct finding, kind, NULL, false),
	COLUMN("NAME", "name", struct finding, name, NULL, false),
	COLUMN("CONTAINER", "container", struct finding, container, NULL, false),
	COLUMN("MESSAGE", "message", struct finding, message, NULL, false),
	COLUMN_END
};

static const void *const *rows(const struct report *r)
{
	return (const void *const *)r->findings;
}

static void print_wide(const struct report *r, FILE *out)
{
	struct print_style style = { .wide = true, .no_headers = r->no_headers };
	bool files = false;

	for (size_t i = 0; i < r->n_findings; i++)
		files |= r->findings[i]->file != NULL;
	print_table(files ? file_columns : columns, rows(r), r->n_findings, &style, out);
}

static void print_csv_rows(const struct report *r, FILE *out)
{
	print_csv(columns, rows(r), r->n_findings, out);
}

/* "deployment.apps/web": objects with findings, each once, as kubectl -o name. */
static void print_names(const struct report *r, FILE *out)
{
	AUTO(strings_free) struct strings names = { 0 };

	for (size_t i = 0; i < r->n_findings; i++) {
		const struct finding *x = r->findings[i];
		AUTO(buf_free) struct buf name = { 0 };
		AUTO(buf_free) struct buf safe = { 0 };
		size_t group_len = strchr(x->api_version, '/') ? strcspn(x->api_version, "/") : 0;

		for (const char *c = x->kind; *c; c++)
			buf_putc(&name, *c >= 'A' && *c <= 'Z' ? (char)(*c + 32) : *c);
		buf_addf(&name, "%s%.*s/%s", group_len ? "." : "", (int)group_len, x->api_version,
		         x->name);
		print_safe(&safe, buf_text(&name));
		strings_add(&names, buf_text(&safe));
	}
	strings_sort_unique(&names);
	for (size_t i = 0; i < names.n; i++)
		fprintf(out, "%s\n", names.at[i]);
}

const struct report_format report_formats[] = {
	{ "table", "the overview: a line a check", overview_print },
	{ "wide", "a line a finding", print_wide },
	{ "json", "for programs; described by report.schema.json", report_json_print },
	{ "yaml", "the same as YAML", report_yaml_print },
	{ "name", "the objects with findings", print_names },
	{ "csv", "for spreadsheets", print_csv_rows },
	{ "markdown", "for a merge request or a wiki", markdown_print },
	{ "sarif", "SARIF 2.1.0, for code hosts and editors", sarif_print },
	{ "junit", "JUnit XML, for CI servers", junit_print },
	{ "html", "one page for people", html_print },
	{ "prometheus", "metrics as text exposition", prometheus_print },
	{ NULL }
};

static const struct report_format *format_of(const char *output, struct error *err)
{
	size_t len = strcspn(output, "=");
	AUTO(buf_free) struct buf all = { 0 };

	for (const struct report_format *f = report_formats; f->name; f++) {
		if (strlen(f->name) == len && !strncmp(f->name, output, len))
			return f;
		buf_addf(&all, "%s%s", all.len ? "," : "", f->name);
	}
	error_set(err, ERR_USAGE,
	          "unable to match a printer suitable for the output format \"%.*s\", allowed formats are: %s",
	          (int)len, output, buf_text(&all));
	return NULL;
}

int report_format_check(const char *output, struct error *err)
{
	const char *equals = strchr(output, '=');

	if (!format_of(output, err))
		return -1;
	if (equals && !equals[1])
		return error_set(err, ERR_USAGE, "-o %s: no file is named after =", output);
	return 0;
}

struct printing {
	const struct report *report;
	const struct report_format *format;
};

static void print_to_file(const void *what, FILE *out)
{
	const struct printing *p = what;

	p->format->print(p->report, out);
}

int report_print(const struct report *r, const char *output, FILE *out, struct error *err)
{
	const struct report_format *f = format_of(output, err);
	const char *equals = strchr(output, '=');

	if (!f)
		return -1;
	if (equals)
		return file_replace(equals + 1, print_to_file, &(struct printing){ r, f }, err);
	f->print(r, out);
	return 0;
}
