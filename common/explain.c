/*
 * Pages of checks on a terminal: the marks of Markdown are taken out, examples are
 * indented; and the list of all checks.
 */
#include "kube/explain.h"

#include "kube/print.h"
#include "kube/strings.h"
#include "kube/verdict.h"

#include <string.h>

/* "**Why.** text with `code`" without its marks. */
static void put_text(const char *line, size_t len, FILE *out)
{
	bool bold = false;

	for (size_t i = 0; i < len; i++) {
		if (line[i] == '`')
			continue;
		if (line[i] == '*' && i + 1 < len && line[i + 1] == '*') {
			bold = !bold;
			fputs(print_color(out, bold ? COLOR_BOLD : COLOR_NONE), out);
			i++;
			continue;
		}
		fputc(line[i], out);
	}
	fputc('\n', out);
}

/* Code between fences is printed as it is, two spaces in. */
static void put_page(const char *page, FILE *out)
{
	bool code = false;

	while (*page) {
		size_t len = strcspn(page, "\n");

		if (text_starts(page, "```"))
			code = !code;
		else if (code)
			fprintf(out, "%s%.*s\n", len ? "  " : "", (int)len, page);
		else
			put_text(page, len, out);
		page += len + (page[len] == '\n');
	}
}

static void explain_check(struct run *run, const struct check *c, const struct theme *theme,
                          FILE *out)
{
	struct rule rule = rule_of(run, c, theme);

	fprintf(out, "%s%s%s\n", print_color(out, COLOR_BOLD), rule.id,
	        print_color(out, COLOR_NONE));
	put_page(rule.page, out);
	for (const struct parameter *p = c->parameters; p && p->name; p++)
		fprintf(out, "Parameter %s: %s (%s)\n", p->name, parameter(run, c, p->name), p->help);
}

/* How many checks a word named. */
static int explain_word(struct run *run, const char *word, int before, FILE *out)
{
	int n = 0;

	for (const struct theme *const *t = run->themes; *t; t++)
		for (const struct check *c = (*t)->checks; c->id; c++)
			if (text_glob(word, c->id) || !strcmp(word, (*t)->name)) {
				if (before + n++)
					fputc('\n', out);
				explain_check(run, c, *t, out);
			}
	return n;
}

int explain(struct run *run, const struct strings *words, FILE *out, struct error *err)
{
	int n = 0;

	if (choice_words(run, words, err))
		return -1;
	for (size_t i = 0; i < words->n; i++)
		n += explain_word(run, words->at[i], n, out);
	return 0;
}

/* ---- the list ---- */

struct row {
	const char *check;
	int severity, heading, duty;
	const char *scope, *theme, *title;
	bool live_only;
};

static const struct column columns[] = {
	COLUMN("CHECK", "check", struct row, check, NULL, false),
	COLUMN("SEVERITY", "severity", struct row, severity, severity_name, false),
	COLUMN("SCOPE", "scope", struct row, scope, NULL, false),
	COLUMN("TITLE", "title", struct row, title, NULL, false),
	COLUMN("THEME", "theme", struct row, theme, NULL, true),
	COLUMN("HEADING", "heading", struct row, heading, heading_name, true),
	COLUMN("DUTY", "duty", struct row, duty, duty_name, true),
	COLUMN("LIVE-ONLY", "liveOnly", struct row, live_only, NULL, true),
	COLUMN_END
};

static const void **list_rows(struct run *run, size_t *n)
{
	const void **rows;

	*n = 0;
	for (const struct theme *const *t = run->themes; *t; t++)
		for (const struct check *c = (*t)->checks; c->id; c++)
			++*n;
	rows = arena_alloc(run->arena, *n * sizeof *rows);
	*n = 0;
	for (const struct theme *const *t = run->themes; *t; t++)
		for (const struct check *c = (*t)->checks; c->id; c++) {
			struct rule rule = rule_of(run, c, *t);
			struct row *row = arena_alloc(run->arena, sizeof *row);

			*row = (struct row){ rule.id, rule.severity, rule.heading, rule.duty,
				             rule.scope, (*t)->name, rule.title, rule.live_only };
			rows[(*n)++] = row;
		}
	return rows;
}

static void list_structured(const void **rows, size_t n, enum json_format format, FILE *out)
{
	struct json_writer w = { .out = out, .format = format };

	json_begin(&w, NULL, '{');
	json_put_str(&w, "apiVersion", "kubectl-mks/v1");
	json_put_str(&w, "kind", "CheckList");
	json_begin(&w, "items", '[');
	for (size_t i = 0; i < n; i++) {
		json_begin(&w, NULL, '{');
		print_members(columns, rows[i], &w);
		json_end(&w);
	}
	json_end(&w);
	json_end(&w);
}

int explain_list(struct run *run, const char *output, bool no_headers, FILE *out,
                 struct error *err)
{
	size_t n;
	const void **rows = list_rows(run, &n);
	struct print_style style = { .wide = !strcmp(output, "wide"), .no_headers = no_headers };

	if (!strcmp(output, "table") || style.wide)
		print_table(columns, rows, n, &style, out);
	else if (!strcmp(output, "csv"))
		print_csv(columns, rows, n, out);
	else if (!strcmp(output, "json"))
		list_structured(rows, n, JSON_PRETTY, out);
	else if (!strcmp(output, "yaml"))
		list_structured(rows, n, JSON_YAML, out);
	else if (!strcmp(output, "name"))
		for (size_t i = 0; i < n; i++)
			fprintf(out, "%s\n", ((const struct row *)rows[i])->check);
	else
		return error_set(err, ERR_USAGE, "--list prints table, wide, csv, json, yaml or name, not %s", output);
	return 0;
}
