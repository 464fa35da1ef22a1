/* Markdown: tables that a code host shows in a merge request or a change ticket. */
#include "kube/markdown.h"

#include "kube/k8stime.h"
#include "kube/print.h"

#include <string.h>

/* A cell: no pipes, no line breaks, nothing that would be taken for markup. */
static void put_cell(FILE *out, const char *text)
{
	AUTO(buf_free) struct buf safe = { 0 };

	print_safe(&safe, text ? text : "");
	for (const char *c = buf_text(&safe); *c; c++) {
		if (*c == '<')
			fputs("&lt;", out);
		else if (strchr("|\\`*_[]", *c))
			fprintf(out, "\\%c", *c);
		else
			fputc(*c, out);
	}
}

static void put_code(FILE *out, const char *text)
{
	AUTO(buf_free) struct buf safe = { 0 };

	print_safe(&safe, text);
	fputc('`', out);
	for (const char *c = buf_text(&safe); *c; c++)
		fputs(*c == '`' ? "'" : *c == '|' ? "\\|" : (char[]){ *c, 0 }, out);
	fputc('`', out);
}

static void put_row(FILE *out, const struct finding *x, bool files)
{
	AUTO(buf_free) struct buf object = { 0 };

	buf_addf(&object, "%s %s%s%s", x->kind, x->namespace, *x->namespace ? "/" : "", x->name);
	if (x->container)
		buf_addf(&object, " (%s)", x->container);
	fprintf(out, "| %s | ", severity_name(x->severity));
	put_code(out, x->check);
	fputs(" | ", out);
	put_cell(out, buf_text(&object));
	fputs(" | ", out);
	put_cell(out, x->message);
	if (files) {
		fputs(" | ", out);
		put_code(out, x->where ? x->where : " ");
	}
	fputs(" |\n", out);
}

static void put_heading(const struct report *r, int heading, bool files, FILE *out)
{
	bool begun = false;

	for (size_t i = 0; i < r->n_findings; i++) {
		if (r->findings[i]->heading != heading)
			continue;
		if (!begun)
			fprintf(out, "\n## %s\n\n| Severity | Check | Object | What |%s\n| --- | --- | --- | --- |%s\n",
			        heading_name(heading), files ? " Where |" : "", files ? " --- |" : "");
		begun = true;
		put_row(out, r->findings[i], files);
	}
}

static size_t count(const struct report *r, int severity)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_findings; i++)
		n += r->findings[i]->severity == severity;
	return n;
}

static void put_list(const char *title, const char **lines, size_t n, FILE *out)
{
	if (n)
		fprintf(out, "\n## %s\n\n", title);
	for (size_t i = 0; i < n; i++) {
		fputs("- ", out);
		put_cell(out, lines[i]);
		fputc('\n', out);
	}
}

void markdown_print(const struct report *r, FILE *out)
{
	char taken[32];
	bool files = false;

	for (size_t i = 0; i < r->n_findings; i++)
		files |= r->findings[i]->where != NULL;
	fputs("# ", out);
	put_cell(out, r->command);
	if (r->cluster) {
		fputs(": cluster ", out);
		put_cell(out, r->cluster);
	}
	fprintf(out, "\n\n%s, %zu checks: **%zu errors**, %zu warnings, %zu notes",
	        k8stime_format(r->taken_at, taken), r->n_run, count(r, ERROR), count(r, WARNING),
	        count(r, INFO));
	if (r->n_exempted)
		fprintf(out, ", %zu exempted", r->n_exempted);
	if (r->n_checks_not_checked)
		fprintf(out, ", **%zu checks not checked**", r->n_checks_not_checked);
	fputs(".\n", out);
	for (int heading = 0; heading < HEADING_COUNT; heading++)
		put_heading(r, heading, files, out);
	put_list("Not checked", r->not_checked, r->n_not_checked, out);
	put_list("Fixed since the baseline", r->fixed, r->n_fixed, out);
}
