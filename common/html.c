/*
 * One HTML page that needs nothing else: styles inside, no script, no address outside.
 * A check is a <details> that opens without script; all are open in print.
 */
#include "kube/html.h"

#include "kube/buf.h"
#include "kube/k8stime.h"
#include "kube/xml.h"

#include <string.h>

static const char style[] = {
#include "common/html.css.inc"
	0 };

static size_t count(const struct report *r, int severity)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_findings; i++)
		n += r->findings[i]->severity == severity;
	return n;
}

static void put_total(FILE *out, size_t n, const char *class, const char *what)
{
	fprintf(out, "<li><b class=\"%s\">%zu</b> %s</li>\n", class, n, what);
}

static void put_head(const struct report *r, FILE *out)
{
	char taken[32];

	fputs("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n", out);
	xml_putf(out, "<title>%s %s</title>\n<style>\n", r->command, r->cluster);
	fputs(style, out);
	fputs("</style>\n</head>\n<body>\n<header>\n", out);
	if (r->cluster)
		xml_putf(out, "<h1>Cluster %s</h1>\n", r->cluster);
	else
		fprintf(out, "<h1>%zu file%s</h1>\n", r->n_files, r->n_files == 1 ? "" : "s");
	xml_putf(out, "<p class=\"dim\">%s %s, %s", r->command, r->version,
	         k8stime_format(r->taken_at, taken));
	if (r->server_version)
		xml_putf(out, ", Kubernetes %s", r->server_version);
	fprintf(out, ": %zu nodes, %zu namespaces, %zu pods, %zu objects, %zu checks</p>\n",
	        r->n_nodes, r->n_namespaces, r->n_pods, r->n_objects, r->n_run);
	fputs("<ul class=\"totals\">\n", out);
	put_total(out, count(r, ERROR), "error", "errors");
	put_total(out, count(r, WARNING), "warning", "warnings");
	put_total(out, count(r, INFO), "info", "notes");
	put_total(out, r->n_checks_not_checked, "dim", "checks not checked");
	put_total(out, r->n_exempted, "dim", "exempted");
	fputs("</ul>\n</header>\n<main>\n", out);
}

static void put_finding(const struct finding *x, FILE *out)
{
	xml_putf(out, "<li><code>%s %s", x->kind, x->namespace);
	xml_putf(out, "%s%s</code>", *x->namespace ? "/" : "", x->name);
	if (x->container)
		xml_putf(out, " container <code>%s</code>", x->container);
	xml_putf(out, ": %s", x->message);
	if (x->where)
		xml_putf(out, " <code class=\"dim\">%s</code>", x->where);
	fputs("</li>\n", out);
}

/* A line of the check's page: **bold** and `code`. */
static void put_line(const char *line, size_t len, FILE *out)
{
	AUTO(buf_free) struct buf run = { 0 };
	bool bold = false, code = false;

	for (size_t i = 0; i <= len; i++) {
		bool mark = i < len && (line[i] == '`' || (line[i] == '*' && i + 1 < len && line[i + 1] == '*'));

		if (i < len && !mark) {
			buf_putc(&run, line[i]);
			continue;
		}
		xml_put(out, buf_text(&run));
		buf_cut(&run, 0);
		if (mark && line[i] == '`')
			fputs((code = !code) ? "<code>" : "</code>", out);
		else if (mark && ++i)
			fputs((bold = !bold) ? "<b>" : "</b>", out);
	}
	fputs(code ? "</code>" : "", out);
	fputs(bold ? "</b>\n" : "\n", out);
}

static void put_code(const char *line, size_t len, FILE *out)
{
	AUTO(buf_free) struct buf text = { 0 };

	buf_add(&text, line, len);
	xml_putf(out, "%s\n", buf_text(&text));
}

static void put_page(const char *page, FILE *out)
{
	bool fence = false;

	fputs("<div class=\"page\">", out);
	while (*page) {
		size_t len = strcspn(page, "\n");

		if (!strncmp(page, "```", 3))
			fputs((fence = !fence) ? "<pre>" : "</pre>", out);
		else if (!len)
			fputs(fence ? "\n" : "<br>\n", out);
		else if (fence)
			put_code(page, len, out);
		else
			put_line(page, len, out);
		page += len + (page[len] == '\n');
	}
	fputs(fence ? "</pre></div>\n" : "</div>\n", out);
}

static void put_check(const struct report *r, const struct rule *rule, FILE *out)
{
	fprintf(out, "<details%s>\n", rule->severity == ERROR ? " open" : "");
	xml_putf(out, "<summary><b class=\"%s\">%s</b> <code>%s</code> %s", severity_name(rule->severity),
	         severity_name(rule->severity), rule->id, rule->title);
	fprintf(out, " <span class=\"n\">%d</span></summary>\n<ul class=\"findings\">\n", rule->n_findings);
	for (size_t i = 0; i < r->n_findings; i++)
		if (!strcmp(r->findings[i]->check, rule->id))
			put_finding(r->findings[i], out);
	fputs("</ul>\n", out);
	put_page(rule->page, out);
	fputs("</details>\n", out);
}

static void put_heading(const struct report *r, int heading, FILE *out)
{
	bool begun = false;

	for (int severity = ERROR; severity >= INFO; severity--)
		for (size_t i = 0; i < r->n_rules; i++) {
			const struct rule *rule = &r->rules[i];

			if (rule->heading != heading || rule->severity != severity || !rule->n_findings)
				continue;
			if (!begun)
				xml_putf(out, "<section>\n<h2>%s</h2>\n", heading_name(heading));
			begun = true;
			put_check(r, rule, out);
		}
	if (begun)
		fputs("</section>\n", out);
}

static void put_lines(const char *title, const char **lines, size_t n, FILE *out)
{
	if (!n)
		return;
	xml_putf(out, "<section>\n<h2>%s</h2>\n<ul>\n", title);
	for (size_t i = 0; i < n; i++)
		xml_putf(out, "<li>%s</li>\n", lines[i]);
	fputs("</ul>\n</section>\n", out);
}

static void put_exempted(const struct report *r, FILE *out)
{
	if (!r->n_exempted)
		return;
	fputs("<section>\n<h2>Exempted</h2>\n<ul class=\"findings\">\n", out);
	for (size_t i = 0; i < r->n_exempted; i++) {
		const struct finding *x = r->exempted[i];

		xml_putf(out, "<li><code>%s</code> <code>%s %s", x->check, x->kind, x->namespace);
		xml_putf(out, "%s%s</code>: %s</li>\n", *x->namespace ? "/" : "", x->name, x->exempted_by);
	}
	fputs("</ul>\n</section>\n", out);
}

void html_print(const struct report *r, FILE *out)
{
	put_head(r, out);
	if (!r->n_findings)
		fputs("<p>Nothing found.</p>\n", out);
	for (int heading = 0; heading < HEADING_COUNT; heading++)
		put_heading(r, heading, out);
	put_lines("Not checked", r->not_checked, r->n_not_checked, out);
	put_lines("Fixed since the baseline", r->fixed, r->n_fixed, out);
	put_exempted(r, out);
	fputs("</main>\n</body>\n</html>\n", out);
}
