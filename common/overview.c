/*
 * The overview. Read overview_print() at the bottom: the head, the headings with a line
 * a check, what was not checked, the totals.
 */
#include "kube/overview.h"

#include "kube/buf.h"
#include "kube/hashset.h"
#include "kube/kind.h"
#include "kube/print.h"

#include <stdlib.h>
#include <string.h>

struct line { /* of one check */
	const struct rule *rule;
	const struct finding *worst, *last;
	int severity; /* the highest of its findings */
	int n_findings, n_objects;
};

struct page {
	const struct report *r;
	FILE *out;
	struct line *lines; /* of checks with findings, as printed */
	size_t n_lines;
	int columns, rows;  /* 0: no limit */
	bool dense;         /* no blank lines between headings */
	size_t id_width, title_width;
};

/* ---- words ---- */

/* "10,012" */
static const char *grouped(size_t n, char text[32])
{
	char digits[24];
	size_t len = (size_t)snprintf(digits, sizeof digits, "%zu", n), out = 0;

	for (size_t i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			text[out++] = ',';
		text[out++] = digits[i];
	}
	text[out] = '\0';
	return text;
}

static void add_count(struct buf *b, size_t n, const char *one, const char *many)
{
	char text[32];

	if (n)
		buf_addf(b, "%s%s %s", b->len ? ", " : "", grouped(n, text), n == 1 ? one : many);
}

const char *overview_object(const struct finding *x)
{
	static char text[512];
	const struct kind *kind = kind_named(x->kind);
	AUTO(buf_free) struct buf name = { 0 };

	if (!strcmp(x->kind, "Namespace"))
		buf_puts(&name, x->name);
	else
		buf_addf(&name, "%s%s%s/%s", x->namespace, *x->namespace ? "/" : "",
		         kind ? kind->shorter : x->kind, x->name);
	AUTO(buf_free) struct buf safe = { 0 };
	print_safe(&safe, buf_text(&name));
	snprintf(text, sizeof text, "%s", buf_text(&safe));
	return text;
}

static enum color color_of(int severity)
{
	return severity == ERROR ? COLOR_ERROR : severity == WARNING ? COLOR_WARNING : COLOR_INFO;
}

/* ---- lines ---- */

static void add_finding(struct page *p, const struct rule *rule, const struct finding *x)
{
	struct line *line = NULL;

	for (size_t i = 0; i < p->n_lines; i++)
		if (p->lines[i].rule == rule)
			line = &p->lines[i];
	if (!line) {
		line = &p->lines[p->n_lines++];
		*line = (struct line){ .rule = rule, .worst = x, .severity = x->severity };
	}
	/* Findings come sorted: those of one object stand together, the gravest first. */
	line->n_objects += !line->last || line->last->subject != x->subject;
	line->last = x;
	line->n_findings++;
}

static const struct rule *rule_of_finding(const struct report *r, const struct finding *x)
{
	for (size_t i = 0; i < r->n_rules; i++)
		if (!strcmp(r->rules[i].id, x->check))
			return &r->rules[i];
	return NULL;
}

static int compare_lines(const void *left, const void *right)
{
	const struct line *a = left, *b = right;

	if (a->rule->heading != b->rule->heading)
		return a->rule->heading - b->rule->heading;
	if (a->severity != b->severity)
		return b->severity - a->severity;
	if (a->n_findings != b->n_findings)
		return b->n_findings - a->n_findings;
	return strcmp(a->rule->id, b->rule->id);
}

static void collect_lines(struct page *p)
{
	p->lines = xalloc((p->r->n_rules + 1) * sizeof *p->lines);
	for (size_t i = 0; i < p->r->n_findings; i++) {
		const struct rule *rule = rule_of_finding(p->r, p->r->findings[i]);

		if (rule)
			add_finding(p, rule, p->r->findings[i]);
	}
	qsort(p->lines, p->n_lines, sizeof *p->lines, compare_lines);
}

/* Lines that are printed one by one; notes are only counted where the screen is small. */
static bool is_listed(const struct line *line, int least)
{
	return line->severity >= least;
}

/* Rows of one heading's lines from `first` on, and where the next heading begins. */
static int heading_rows(const struct page *p, size_t *first, int least)
{
	int heading = p->lines[*first].rule->heading, rows = 1;
	bool summed = false;

	for (; *first < p->n_lines && p->lines[*first].rule->heading == heading; ++*first) {
		bool listed = is_listed(&p->lines[*first], least);

		rows += listed;
		summed |= !listed;
	}
	return rows + summed + !p->dense;
}

/* Rows the overview takes when lines below `least` are summed up, and the prompt after it. */
static int rows_needed(const struct page *p, int least)
{
	int rows = 5;

	if (p->r->n_not_checked)
		rows += (int)p->r->n_not_checked + 1 + !p->dense;
	for (size_t first = 0; first < p->n_lines;)
		rows += heading_rows(p, &first, least);
	return rows;
}

/* First without the blank lines between headings, then without the milder lines. */
static int least_listed(struct page *p)
{
	if (!p->rows)
		return INFO;
	for (int dense = 0; dense < 2; dense++) {
		p->dense = dense;
		for (int least = INFO; least <= (dense ? ERROR : INFO); least++)
			if (rows_needed(p, least) <= p->rows)
				return least;
	}
	return ERROR;
}

static void measure(struct page *p, int least)
{
	for (size_t i = 0; i < p->n_lines; i++) {
		const struct rule *rule = p->lines[i].rule;

		if (!is_listed(&p->lines[i], least))
			continue;
		if (strlen(rule->id) > p->id_width)
			p->id_width = strlen(rule->id);
		if (strlen(rule->title) > p->title_width)
			p->title_width = strlen(rule->title);
	}
	/* Titles need room for themselves and for an object beside them. */
	if (p->columns && 20 + p->id_width + p->title_width + 24 > (size_t)p->columns)
		p->title_width = 0;
}

/* Text cut to the columns that are left on the line. */
static void put_cut(const struct page *p, const char *text, size_t used)
{
	size_t left = p->columns ? (size_t)p->columns - (used < (size_t)p->columns ? used : 0) : 0;

	if (!p->columns || print_width(text) <= left)
		fputs(text, p->out);
	else if (left > 3)
		fprintf(p->out, "%.*s...", (int)left - 3, text);
}

static void put_line(const struct page *p, const struct line *line)
{
	AUTO(buf_free) struct buf where = { 0 };
	size_t used = 2 + 7 + 2 + p->id_width + 1 + 5 + 2;

	fprintf(p->out, "  %s%-7s%s  %-*s %5d  ", print_color(p->out, color_of(line->severity)),
	        severity_name(line->severity), print_color(p->out, COLOR_NONE), (int)p->id_width,
	        line->rule->id, line->n_findings);
	if (p->title_width) {
		fprintf(p->out, "%-*s  ", (int)p->title_width, line->rule->title);
		used += p->title_width + 2;
	}
	buf_puts(&where, overview_object(line->worst));
	if (line->n_objects > 1)
		buf_addf(&where, ", +%d", line->n_objects - 1);
	put_cut(p, buf_text(&where), used);
	fputc('\n', p->out);
}

/* ---- parts of the page ---- */

static void put_head(const struct page *p)
{
	const struct report *r = p->r;
	AUTO(buf_free) struct buf what = { 0 }, checks = { 0 };
	size_t used;

	add_count(&what, r->n_nodes, "node", "nodes");
	add_count(&what, r->n_namespaces, "namespace", "namespaces");
	add_count(&what, r->n_pods, "pod", "pods");
	if (!r->n_pods || !r->live)
		add_count(&what, r->n_objects, "object", "objects");
	if (!r->n_objects && !r->live)
		buf_puts(&what, "nothing to check");
	buf_addf(&checks, "%zu checks in %.1fs", r->n_run, r->seconds);
	used = strlen(r->cluster ? r->cluster : "") + what.len + checks.len;
	if (r->cluster)
		fprintf(p->out, "%sCluster %s%s", print_color(p->out, COLOR_BOLD), r->cluster,
		        print_color(p->out, COLOR_NONE));
	else
		fprintf(p->out, "%s%zu file%s%s", print_color(p->out, COLOR_BOLD), r->n_files,
		        r->n_files == 1 ? "" : "s", print_color(p->out, COLOR_NONE));
	if (r->server_version)
		fprintf(p->out, "  %s", r->server_version);
	fprintf(p->out, "%s%s", what.len ? ", " : "", buf_text(&what));
	fprintf(p->out, "%s%s\n", !p->columns || used + 16 <= (size_t)p->columns ? "     " : "\n",
	        buf_text(&checks));
}

static void count_severities(const struct page *p, int heading, size_t counts[ERROR + 1])
{
	memset(counts, 0, (ERROR + 1) * sizeof *counts);
	for (size_t i = 0; i < p->r->n_findings; i++)
		if (heading < 0 || p->r->findings[i]->heading == heading)
			counts[p->r->findings[i]->severity]++;
}

static void add_severities(struct buf *b, const size_t counts[ERROR + 1])
{
	add_count(b, counts[ERROR], "error", "errors");
	add_count(b, counts[WARNING], "warning", "warnings");
	add_count(b, counts[INFO], "note", "notes");
}

static void put_heading(const struct page *p, int heading)
{
	AUTO(buf_free) struct buf counts = { 0 };
	size_t by_severity[ERROR + 1];
	const char *name = heading_name(heading);

	count_severities(p, heading, by_severity);
	add_severities(&counts, by_severity);
	fprintf(p->out, "%s%s", p->dense ? "" : "\n", print_color(p->out, COLOR_BOLD));
	for (const char *c = name; *c; c++)
		fputc(*c >= 'a' && *c <= 'z' ? *c - 32 : *c, p->out);
	fprintf(p->out, "%s  %s\n", print_color(p->out, COLOR_NONE), buf_text(&counts));
}

/* What the screen has no room for is counted, never left out in silence. */
static void put_summed(const struct page *p, size_t first, size_t end, int least)
{
	size_t n_checks = 0, n_findings = 0;
	AUTO(buf_free) struct buf ids = { 0 };

	for (size_t i = first; i < end; i++)
		if (!is_listed(&p->lines[i], least)) {
			buf_addf(&ids, "%s%s", n_checks++ ? ", " : "", p->lines[i].rule->id);
			n_findings += (size_t)p->lines[i].n_findings;
		}
	if (!n_checks)
		return;
	AUTO(buf_free) struct buf text = { 0 };
	buf_addf(&text, "+%zu more check%s (%zu): %s", n_checks, n_checks == 1 ? "" : "s", n_findings,
	         buf_text(&ids));
	fputs("  ", p->out);
	put_cut(p, buf_text(&text), 2);
	fputc('\n', p->out);
}

static void put_headings(const struct page *p, int least)
{
	for (size_t first = 0, end; first < p->n_lines; first = end) {
		int heading = p->lines[first].rule->heading;

		put_heading(p, heading);
		for (end = first; end < p->n_lines && p->lines[end].rule->heading == heading; end++)
			if (is_listed(&p->lines[end], least))
				put_line(p, &p->lines[end]);
		put_summed(p, first, end, least);
	}
}

static void put_not_checked(const struct page *p)
{
	if (!p->r->n_not_checked)
		return;
	fprintf(p->out, "%s%sNOT CHECKED%s\n", p->dense ? "" : "\n", print_color(p->out, COLOR_BOLD),
	        print_color(p->out, COLOR_NONE));
	for (size_t i = 0; i < p->r->n_not_checked; i++) {
		AUTO(buf_free) struct buf safe = { 0 };

		print_safe(&safe, p->r->not_checked[i]);
		fputs("  ", p->out);
		put_cut(p, buf_text(&safe), 2);
		fputc('\n', p->out);
	}
}

static size_t count_objects(const struct report *r)
{
	AUTO(hashset_free) struct hashset objects = { 0 };

	for (size_t i = 0; i < r->n_findings; i++)
		hashset_add(&objects, (uint64_t)(uintptr_t)r->findings[i]->subject);
	return objects.n;
}

static void put_totals(const struct page *p)
{
	const struct report *r = p->r;
	AUTO(buf_free) struct buf totals = { 0 };
	size_t by_severity[ERROR + 1], n_objects = count_objects(r);

	count_severities(p, -1, by_severity);
	add_severities(&totals, by_severity);
	fprintf(p->out, "\n%s", totals.len ? buf_text(&totals) : "Nothing found");
	if (n_objects)
		fprintf(p->out, " in %zu object%s", n_objects, n_objects == 1 ? "" : "s");
	if (r->n_providers || r->n_exempted) {
		AUTO(buf_free) struct buf left_out = { 0 };

		add_count(&left_out, r->n_providers, "provider's", "provider's");
		add_count(&left_out, r->n_exempted, "exempted", "exempted");
		fprintf(p->out, "; besides %s", buf_text(&left_out));
	}
	if (r->n_known || r->n_fixed)
		fprintf(p->out, "; %zu known, %zu fixed since the baseline", r->n_known, r->n_fixed);
	if (r->n_live_only)
		fprintf(p->out, "; %zu checks need a live cluster", r->n_live_only);
	fputs(".\n", p->out);
	if (r->n_findings)
		fprintf(p->out, "More: -o wide, %s explain %s\n", r->command,
		        p->n_lines ? p->lines[0].rule->id : "CHECK");
}

void overview_print(const struct report *r, FILE *out)
{
	struct page p = { .r = r, .out = out, .columns = print_terminal_width(out),
		          .rows = print_terminal_height(out) };
	int least;

	collect_lines(&p);
	least = least_listed(&p);
	measure(&p, least);
	put_head(&p);
	put_headings(&p, least);
	put_not_checked(&p);
	put_totals(&p);
	free(p.lines);
}
