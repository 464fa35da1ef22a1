/*
 * print.h - rows and a column table: printed as kubectl prints (kubectl.md C3, C5, C6).
 *
 *	static const struct column columns[] = {
 *		COLUMN("SEVERITY", "severity", struct finding, severity, severity_name),
 *		COLUMN("NAMESPACE", "namespace", struct finding, namespace, NULL, false),
 *		COLUMN("LINE", "line", struct finding, line, NULL, true),
 *		COLUMN_END
 *	};
 *	print_table(columns, rows, n, &(struct print_style){ .wide = true }, stdout);
 *
 * Rows are pointers to plain structs. A field is a const char *, int, int64_t or
 * bool; its type is found by _Generic. Text is escaped on its way to people
 * (control characters, bidi marks), never raw.
 */
#ifndef KUBE_PRINT_H
#define KUBE_PRINT_H

#include "kube/buf.h"
#include "kube/json_write.h"

#include <stddef.h>
#include <stdio.h>

enum column_type { COLUMN_TEXT, COLUMN_INT, COLUMN_INT64, COLUMN_BOOL };

struct column {
	const char *header; /* "SEVERITY"; NULL: not in tables */
	const char *key;    /* "severity"; in JSON, YAML and CSV; NULL ends the table */
	size_t offset;
	enum column_type type;
	const char *(*show)(int value); /* for ints with names */
	bool wide;          /* in tables only with -o wide */
};

#define COLUMN(header, key, row, field, ...)                                                  \
	{ header, key, offsetof(row, field),                                                  \
	  _Generic(((row *)0)->field, const char *: COLUMN_TEXT, int: COLUMN_INT,             \
	           int64_t: COLUMN_INT64, bool: COLUMN_BOOL), __VA_ARGS__ }
#define COLUMN_END { NULL, NULL, 0, COLUMN_TEXT, NULL, false }

struct print_style {
	bool wide, no_headers;
};

/*
 * Nothing when n is 0. Empty texts print as <none>. A column is as wide as its longest
 * cell and three spaces, at least six; the last one has none.
 */
void print_table(const struct column *columns, const void *const *rows, size_t n,
                 const struct print_style *style, FILE *out);
/*
 * RFC 4180: lines end in CR LF, the first one has the keys, also when n is 0. Text that a
 * spreadsheet would take for a formula (it begins with = + - @ or a tab, or their full-width
 * forms) gets an apostrophe in front. Line ends and tabs in quotes are kept, other
 * controls escaped as print_safe() does.
 */
void print_csv(const struct column *columns, const void *const *rows, size_t n, FILE *out);
/* The members of one row into an open object of w; absent texts are left out. */
void print_members(const struct column *columns, const void *row, struct json_writer *w);

/*
 * Text that is safe on a terminal: ESC becomes ^[, CR \r, TAB \t, other controls and bytes
 * that are no UTF-8 \xNN, C1 controls, marks of writing direction and line separators
 * \uNNNN; cut at the first newline with "...".
 */
void print_safe(struct buf *out, const char *text);
/* Code points of a UTF-8 text, as kubectl counts a cell's width. */
size_t print_width(const char *text);

enum color { COLOR_NONE, COLOR_ERROR, COLOR_WARNING, COLOR_INFO, COLOR_BOLD, COLOR_DIM };
/* Escape sequence for this stream, "" when it is no terminal, NO_COLOR is set or TERM is dumb. */
const char *print_color(FILE *out, enum color color);
/* Columns of the terminal behind the stream; 0 when it is none. */
int print_terminal_width(FILE *out);
int print_terminal_height(FILE *out); /* its rows; 0 likewise */

#endif
