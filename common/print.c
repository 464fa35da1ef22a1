/*
 * Tables and CSV from rows and a column table, and what makes text fit for a terminal.
 * A cell is text_of() its field; the rest is widths, quotes and escapes.
 */
#include "kube/print.h"

#include "kube/gotext.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_LEAST 6
#define GAP 3

/* Directions of writing and line ends that only Unicode knows: they reorder what is beside them. */
static bool is_mark(uint32_t rune)
{
	return rune == 0x61c || rune == 0x200e || rune == 0x200f ||
	       (rune >= 0x2028 && rune <= 0x202e) || (rune >= 0x2066 && rune <= 0x2069);
}

static void add_safe(struct buf *out, const char *text, size_t len, uint32_t rune)
{
	bool broken = rune == 0xfffd && len == 1;

	if (rune == '\033')
		buf_puts(out, "^[");
	else if (rune == '\r' || rune == '\t')
		buf_puts(out, rune == '\r' ? "\\r" : "\\t");
	else if (rune < 0x20 || rune == 0x7f || broken)
		buf_addf(out, "\\x%02x", (unsigned)(unsigned char)*text);
	else if ((rune >= 0x80 && rune < 0xa0) || is_mark(rune))
		buf_addf(out, "\\u%04x", (unsigned)rune);
	else
		buf_add(out, text, len);
}

void print_safe(struct buf *out, const char *text)
{
	uint32_t rune;
	size_t len;

	for (; (len = gotext_rune(text, &rune)) && rune != '\n'; text += len)
		add_safe(out, text, len, rune);
	if (rune == '\n')
		buf_puts(out, "...");
}

size_t print_width(const char *text)
{
	size_t width = 0;

	for (; *text; text++)
		width += (*text & 0xc0) != 0x80;
	return width;
}

/* The field as text, in `number` where it is one; NULL when absent. */
static const char *text_of(const struct column *c, const void *row, char number[24])
{
	const void *field = (const char *)row + c->offset;

	switch (c->type) {
	case COLUMN_TEXT: return *(const char *const *)field;
	case COLUMN_BOOL: return *(const bool *)field ? "true" : "false";
	case COLUMN_INT64:
		snprintf(number, 24, "%" PRId64, *(const int64_t *)field);
		return number;
	default:
		if (c->show)
			return c->show(*(const int *)field);
		snprintf(number, 24, "%d", *(const int *)field);
		return number;
	}
}

static bool is_shown(const struct column *c, const struct print_style *style)
{
	return c->header && (style->wide || !c->wide);
}

/* The header where there is no row. */
static void cell(struct buf *out, const struct column *c, const void *row)
{
	char number[24];
	const char *text = row ? text_of(c, row, number) : c->header;

	buf_cut(out, 0);
	print_safe(out, text && *text ? text : "<none>");
}

static void print_row(const struct column *columns, const size_t *widths, const void *row,
                      const struct print_style *style, FILE *out)
{
	AUTO(buf_free) struct buf text = { 0 };
	size_t gap = 0;

	for (size_t i = 0; columns[i].key; i++) {
		if (!is_shown(&columns[i], style))
			continue;
		cell(&text, &columns[i], row);
		fprintf(out, "%*s%s", (int)gap, "", buf_text(&text));
		gap = widths[i] - print_width(buf_text(&text));
	}
	fputc('\n', out);
}

static void measure(const struct column *columns, size_t *widths, const void *row)
{
	AUTO(buf_free) struct buf text = { 0 };

	for (size_t i = 0; columns[i].key; i++) {
		size_t width;

		if (!columns[i].header)
			continue;
		cell(&text, &columns[i], row);
		width = print_width(buf_text(&text)) + GAP;
		if (width > widths[i])
			widths[i] = width;
	}
}

void print_table(const struct column *columns, const void *const *rows, size_t n,
                 const struct print_style *style, FILE *out)
{
	size_t *widths, n_columns = 0;

	if (!n)
		return;
	while (columns[n_columns].key)
		n_columns++;
	widths = xalloc(n_columns * sizeof *widths);
	for (size_t i = 0; i < n_columns; i++)
		widths[i] = WIDTH_LEAST;
	if (!style->no_headers)
		measure(columns, widths, NULL);
	for (size_t i = 0; i < n; i++)
		measure(columns, widths, rows[i]);
	if (!style->no_headers)
		print_row(columns, widths, NULL, style, out);
	for (size_t i = 0; i < n; i++)
		print_row(columns, widths, rows[i], style, out);
	free(widths);
}

static bool is_formula(const char *text)
{
	uint32_t rune;

	return gotext_rune(text, &rune) && (strchr("=+-@\t\r\n", (int)(rune < 0x80 ? rune : '.')) ||
	                                    rune == 0xff1d || rune == 0xff0b || rune == 0xff0d ||
	                                    rune == 0xff20);
}

/* Quoted also where another separator than the comma could be in use. */
static void csv_text(struct buf *out, const char *text, bool guarded)
{
	bool quoted = guarded || text[strcspn(text, ",;\t\r\n\"")];
	uint32_t rune;
	size_t len;

	if (quoted)
		buf_putc(out, '"');
	if (guarded)
		buf_putc(out, '\'');
	for (; (len = gotext_rune(text, &rune)); text += len)
		if (rune == '"')
			buf_puts(out, "\"\"");
		else if (rune == '\n' || rune == '\r' || rune == '\t')
			buf_putc(out, *text);
		else
			add_safe(out, text, len, rune);
	if (quoted)
		buf_putc(out, '"');
}

/* A row, or where there is none the keys. */
static void csv_line(const struct column *columns, const void *row, FILE *out)
{
	AUTO(buf_free) struct buf line = { 0 };

	for (const struct column *c = columns; c->key; c++) {
		char number[24];
		const char *text = row ? text_of(c, row, number) : c->key;

		if (c != columns)
			buf_putc(&line, ',');
		if (text)
			csv_text(&line, text, c->type == COLUMN_TEXT && is_formula(text));
	}
	fprintf(out, "%s\r\n", buf_text(&line));
}

void print_csv(const struct column *columns, const void *const *rows, size_t n, FILE *out)
{
	csv_line(columns, NULL, out);
	for (size_t i = 0; i < n; i++)
		csv_line(columns, rows[i], out);
}

void print_members(const struct column *columns, const void *row, struct json_writer *w)
{
	for (const struct column *c = columns; c->key; c++) {
		const void *field = (const char *)row + c->offset;
		char number[24];

		if (c->type == COLUMN_BOOL)
			json_put_bool(w, c->key, *(const bool *)field);
		else if (c->type == COLUMN_INT64)
			json_put_int(w, c->key, *(const int64_t *)field);
		else if (c->type == COLUMN_INT && !c->show)
			json_put_int(w, c->key, *(const int *)field);
		else
			json_put_str(w, c->key, text_of(c, row, number));
	}
}

const char *print_color(FILE *out, enum color color)
{
	static const char *const sequences[] = {
		[COLOR_NONE] = "\033[0m",       [COLOR_ERROR] = "\033[31;1m",
		[COLOR_WARNING] = "\033[33;1m", [COLOR_INFO] = "\033[36m",
		[COLOR_BOLD] = "\033[1m",       [COLOR_DIM] = "\033[2m",
	};
	const char *terminal = getenv("TERM");

	if (getenv("NO_COLOR") || (terminal && !strcmp(terminal, "dumb")) || !isatty(fileno(out)))
		return "";
	return sequences[color];
}

/* What the terminal tells of itself; one that does not know is 80 by 24. */
static bool size_of(FILE *out, struct winsize *size)
{
	if (!isatty(fileno(out)))
		return false;
	if (ioctl(fileno(out), TIOCGWINSZ, size))
		*size = (struct winsize){ 0 };
	if (!size->ws_col)
		size->ws_col = 80;
	if (!size->ws_row)
		size->ws_row = 24;
	return true;
}

int print_terminal_width(FILE *out)
{
	struct winsize size;

	return size_of(out, &size) ? size.ws_col : 0;
}

int print_terminal_height(FILE *out)
{
	struct winsize size;

	return size_of(out, &size) ? size.ws_row : 0;
}
