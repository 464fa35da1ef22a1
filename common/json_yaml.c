/*
 * First the position in the line, then what a string contains (facts), then one
 * function for each of its three forms: in single or no quotes, in double quotes,
 * as a block. Widths are characters, not bytes.
 */
#include "kube/json_yaml.h"
#include "kube/plain.h"

#include <string.h>

#define WIDTH 80 /* long texts go on in the next line at the first blank behind it */
#define STEP 2   /* of indentation */

static bool inside_char(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

static size_t char_length(const char *at)
{
	size_t len = 1;

	while (inside_char(at[len]))
		len++;
	return len;
}

/* Writes one character; gives its length. */
static size_t put(struct json_yaml *y, const char *at)
{
	size_t len = char_length(at);

	fwrite(at, 1, len, y->out);
	y->column++;
	y->tight = y->written = true;
	return len;
}

static void new_line(struct json_yaml *y)
{
	y->column = 0;
	y->written = y->tight = false;
}

static void line_break(struct json_yaml *y)
{
	putc('\n', y->out);
	new_line(y);
}

void json_yaml_indent(struct json_yaml *y, int column)
{
	if (y->written)
		line_break(y);
	for (; y->column < column; y->column++)
		putc(' ', y->out);
	y->written = y->tight = false;
}

static void blank(struct json_yaml *y)
{
	if (y->tight)
		put(y, " ");
}

void json_yaml_mark(struct json_yaml *y, const char *mark)
{
	bool written = y->written;

	blank(y);
	put(y, mark);
	y->written = written;
}

void json_yaml_colon(struct json_yaml *y)
{
	put(y, ":");
}

void json_yaml_plain(struct json_yaml *y, const char *text)
{
	for (blank(y); *text;)
		text += put(y, text);
}

void json_yaml_end(struct json_yaml *y)
{
	if (y->written || y->column)
		line_break(y);
}

/* What the writer takes for the end of a line. All but \n and the last two need escapes. */
static bool is_break(const char *at)
{
	return *at == '\n' || *at == '\r' || !strncmp(at, "\xC2\x85", 2) ||
	       !strncmp(at, "\xE2\x80\xA8", 3) || !strncmp(at, "\xE2\x80\xA9", 3);
}

/* Beyond the basic plane nothing is printable, nor are controls and the byte order mark. */
static bool is_printable(const char *at)
{
	unsigned char c = (unsigned char)*at, next = (unsigned char)at[1];

	if (c < 0x80)
		return c == '\n' || (c >= ' ' && c < 0x7F);
	if (c == 0xC2)
		return next >= 0xA0;
	if (c == 0xEF)
		return strncmp(at, "\xEF\xBB\xBF", 3) && strncmp(at, "\xEF\xBF\xBE", 3) &&
		       strncmp(at, "\xEF\xBF\xBF", 3);
	return c < 0xF0;
}

static bool blank_or_end(char c)
{
	return c == ' ' || c == '\t' || !c;
}

struct facts {
	bool lines;      /* has line breaks */
	bool plain;      /* may stand without quotes, in single ones, as a block */
	bool single;
	bool block;
};

/* Would the first character begin something else than a text? */
static bool indicator_first(const char *text)
{
	if (!strncmp(text, "---", 3) || !strncmp(text, "...", 3))
		return true;
	if (strchr("?:-", *text))
		return blank_or_end(text[1]);
	return strchr("#,[]{}&*!|>'\"%@`", *text) != NULL;
}

/* ": " and " #" inside. */
static bool indicator_inside(const char *text, const char *at)
{
	if (*at == ':')
		return blank_or_end(at[1]);
	return *at == '#' && (blank_or_end(at[-1]) || (at - text >= 3 && is_break(at - 3)) ||
	                      at[-1] == '\n');
}

static struct facts facts_of(const char *text)
{
	struct facts f = { .plain = true, .single = true, .block = true };
	char before = 0; /* what stood there: ' ', '\n' for any break, or something else */

	if (!*text)
		return (struct facts){ .plain = true, .single = true };
	f.plain = !indicator_first(text) && *text != ' ';
	for (const char *at = text; *at; at++) {
		bool breaks = is_break(at);

		if (at > text && indicator_inside(text, at))
			f.plain = false;
		if (inside_char(*at))
			continue;
		if (!is_printable(at) || (breaks && before == ' '))
			f.plain = f.single = f.block = false;
		if (*at == ' ' && before == '\n')
			f.plain = f.single = false;
		f.lines |= breaks;
		before = breaks ? '\n' : *at;
	}
	if (before == ' ')
		f.plain = f.block = false;
	f.plain &= !f.lines;
	return f;
}

bool json_yaml_simple_key(const char *text)
{
	return strlen(text) <= 128 && !facts_of(text).lines;
}

/* A character that ends a line, as it is. */
static size_t put_break(struct json_yaml *y, const char *at)
{
	size_t len = put(y, at);

	new_line(y);
	return len;
}

/* A blank between two characters that are none, where the line is long enough. */
static bool folds(const struct json_yaml *y, const char *text, const char *at)
{
	return *at == ' ' && y->column > WIDTH && at > text && at[-1] != ' ' && at[1] &&
	       at[1] != ' ';
}

/* Without quotes or in single ones; where it has several lines, Unicode's breaks are in it. */
static void put_flowing(struct json_yaml *y, const char *text, int indent, bool fold, bool quote)
{
	blank(y);
	if (quote)
		put(y, "'");
	for (const char *at = text; *at;) {
		if (fold && folds(y, text, at)) {
			json_yaml_indent(y, indent);
			at++;
		} else if (is_break(at)) {
			at += put_break(y, at);
		} else {
			if (at > text && !y->column)
				json_yaml_indent(y, indent);
			if (*at == '\'' && quote)
				put(y, "'");
			at += put(y, at);
		}
	}
	if (quote)
		put(y, "'");
}

static unsigned code_point(const char *at)
{
	unsigned char c = (unsigned char)*at++;
	unsigned code = c < 0x80 ? c : c < 0xE0 ? c & 0x1F : c < 0xF0 ? c & 0x0F : c & 0x07;

	for (; ((unsigned char)*at & 0xC0) == 0x80; at++)
		code = code << 6 | ((unsigned char)*at & 0x3F);
	return code;
}

static void put_escaped(struct json_yaml *y, unsigned code)
{
	static const char letters[] = "0123456abtnvfr";
	char text[16];

	if (code >= 7 && code <= 13)
		snprintf(text, sizeof text, "\\%c", letters[code]);
	else if (code == '"' || code == '\\')
		snprintf(text, sizeof text, "\\%c", (char)code);
	else if (code == 0x1B || code == 0x85 || code == 0x2028 || code == 0x2029)
		snprintf(text, sizeof text, "\\%c", code == 0x1B ? 'e' : code == 0x85 ? 'N' :
		         code == 0x2028 ? 'L' : 'P');
	else
		snprintf(text, sizeof text, code < 0x100 ? "\\x%02X" : code < 0x10000 ? "\\u%04X" :
		         "\\U%08X", code);
	for (const char *at = text; *at;)
		at += put(y, at);
}

static void put_double(struct json_yaml *y, const char *text, int indent, bool fold)
{
	bool after_blank = false;

	blank(y);
	put(y, "\"");
	for (const char *at = text; *at;) {
		if (!is_printable(at) || is_break(at) || *at == '"' || *at == '\\') {
			put_escaped(y, code_point(at));
			at += char_length(at);
			after_blank = false;
			continue;
		}
		if (*at == ' ' && fold && !after_blank && y->column > WIDTH && at > text && at[1]) {
			json_yaml_indent(y, indent);
			at++;
			if (*at == ' ')
				put(y, "\\");
			after_blank = true;
			continue;
		}
		after_blank = *at == ' ';
		at += put(y, at);
	}
	put(y, "\"");
}

/* "|", how far it is indented if that cannot be seen, what becomes of the last line breaks. */
static void put_block_head(struct json_yaml *y, const char *text)
{
	size_t last = strlen(text) - 1, before;

	while (inside_char(text[last]))
		last--;
	before = last ? last - 1 : 0;
	while (inside_char(text[before]))
		before--;
	blank(y);
	put(y, "|");
	if (*text == ' ' || is_break(text))
		put(y, "2");
	if (!is_break(text + last))
		put(y, "-");
	else if (is_break(text + before))
		put(y, "+");
	line_break(y);
}

static void put_block(struct json_yaml *y, const char *text, int indent)
{
	put_block_head(y, text);
	for (const char *at = text; *at;) {
		if (is_break(at)) {
			at += put_break(y, at);
			continue;
		}
		if (!y->column)
			json_yaml_indent(y, indent);
		at += put(y, at);
	}
}

void json_yaml_text(struct json_yaml *y, const char *text, int indent, bool simple_key)
{
	struct facts f = facts_of(text);

	indent += STEP;
	if (strchr(text, '\n') && f.block && !simple_key)
		put_block(y, text, indent);
	else if (strchr(text, '\n') || !f.single || !plain_is_text(text))
		put_double(y, text, indent, !simple_key);
	else
		put_flowing(y, text, indent, !simple_key, !f.plain);
}
