/*
 * The first byte says what a plain scalar may be at all; nearly all are strings by it.
 * Then come the words, and what looks like a number is gonumber's. A tag asks for a
 * type and is refused where the text has another one; it makes quotes irrelevant.
 */
#include "kube/scalar.h"

#include "kube/base64.h"
#include "kube/gonumber.h"
#include "kube/gotext.h"

#include <stdint.h>
#include <string.h>

enum type { STRING, BINARY, NIL, TRUE, FALSE, INT, FLOAT, INFINITE, MINUS_INFINITE, NAN_, DATE };

static const struct word {
	char text[6];
	enum type type;
} words[] = {
	{ "true", TRUE },            { "True", TRUE },            { "TRUE", TRUE },
	{ "yes", TRUE },             { "Yes", TRUE },             { "YES", TRUE },
	{ "on", TRUE },              { "On", TRUE },              { "ON", TRUE },
	{ "y", TRUE },               { "Y", TRUE },               { "false", FALSE },
	{ "False", FALSE },          { "FALSE", FALSE },          { "no", FALSE },
	{ "No", FALSE },             { "NO", FALSE },             { "off", FALSE },
	{ "Off", FALSE },            { "OFF", FALSE },            { "n", FALSE },
	{ "N", FALSE },              { "", NIL },                 { "~", NIL },
	{ "null", NIL },             { "Null", NIL },             { "NULL", NIL },
	{ ".nan", NAN_ },            { ".NaN", NAN_ },            { ".NAN", NAN_ },
	{ ".inf", INFINITE },        { ".Inf", INFINITE },        { ".INF", INFINITE },
	{ "+.inf", INFINITE },       { "+.Inf", INFINITE },       { "+.INF", INFINITE },
	{ "-.inf", MINUS_INFINITE }, { "-.Inf", MINUS_INFINITE }, { "-.INF", MINUS_INFINITE },
};

/* What kubectl calls a type, and how it writes one that is always written alike. */
static const struct {
	const char *tag, *name, *json;
} types[] = {
	[STRING] = { "str" },
	[BINARY] = { "binary" },
	[NIL] = { "null", NULL, "null" },
	[TRUE] = { "bool", "true", "true" },
	[FALSE] = { "bool", "false", "false" },
	[INT] = { "int" },
	[FLOAT] = { "float" },
	[INFINITE] = { "float", ".inf", NULL },
	[MINUS_INFINITE] = { "float", "-.inf", NULL },
	[NAN_] = { "float", ".nan", NULL },
	[DATE] = { "timestamp" },
};

/* What a plain scalar may be by its first byte, if not a string. */
static const char hints[256] = {
	['0'] = 'd', ['1'] = 'd', ['2'] = 'd', ['3'] = 'd', ['4'] = 'd', ['5'] = 'd', ['6'] = 'd',
	['7'] = 'd', ['8'] = 'd', ['9'] = 'd', ['+'] = 'd', ['-'] = 'd', ['.'] = '.', ['~'] = 'w',
	['y'] = 'w', ['Y'] = 'w', ['n'] = 'w', ['N'] = 'w', ['t'] = 'w', ['T'] = 'w', ['f'] = 'w',
	['F'] = 'w', ['o'] = 'w', ['O'] = 'w',
};

static char hint(const struct scalar *s)
{
	return s->len ? hints[(unsigned char)*s->text] : 'w';
}

/* ---- dates, which matter only to the tag !!timestamp ---- */

/* One or two digits, exactly two if `fixed`, no more than `most`; -1 if they are not there. */
static int number(const char **at, bool fixed, int most)
{
	const char *text = *at;
	int value;

	if (*text < '0' || *text > '9')
		return -1;
	value = *text++ - '0';
	if (*text >= '0' && *text <= '9')
		value = value * 10 + (*text++ - '0');
	else if (fixed)
		return -1;
	*at = text;
	return value <= most ? value : -1;
}

static bool skip(const char **at, char c)
{
	bool there = **at == c;

	*at += there;
	return there;
}

/* "15:4:5.999" */
static bool clock(const char **at)
{
	if (number(at, false, 23) < 0 || !skip(at, ':') || number(at, false, 59) < 0 ||
	    !skip(at, ':') || number(at, false, 59) < 0)
		return false;
	if ((**at == '.' || **at == ',') && (*at)[1] >= '0' && (*at)[1] <= '9')
		*at += 1 + strspn(*at + 1, "0123456789");
	return true;
}

/* "Z" or "+07:00" */
static bool zone(const char **at)
{
	if (skip(at, 'Z'))
		return true;
	return (skip(at, '+') || skip(at, '-')) && number(at, true, 24) >= 0 && skip(at, ':') &&
	       number(at, true, 60) >= 0;
}

static bool is_date(const char *text)
{
	static const char lengths[] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	const char *at = text;
	int year, month, day;

	if (strspn(text, "0123456789") != 4)
		return false;
	year = number(&at, true, 99) * 100;
	year += number(&at, true, 99);
	if (!skip(&at, '-') || (month = number(&at, false, 12)) < 1 || !skip(&at, '-'))
		return false;
	day = number(&at, false, 31);
	if (day < 1 || day > lengths[month] + (month == 2 && !(year % 4) && (year % 100 || !(year % 400))))
		return false;
	if (skip(&at, 'T') || skip(&at, 't'))
		return clock(&at) && zone(&at) && !*at;
	if (*at != ' ')
		return !*at;
	at += strspn(at, " ");
	return clock(&at) && !*at;
}

/* ---- types ---- */

static bool find_word(const struct scalar *s, enum type *type)
{
	if (s->len >= sizeof words[0].text)
		return false;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const char *word = words[i].text;

		if (*word == *s->text && strlen(word) == s->len && !memcmp(word, s->text, s->len)) {
			*type = words[i].type;
			return true;
		}
	}
	return false;
}

/* The type that the text itself has. */
static enum type looks_like(const struct scalar *s, bool date, struct gonumber *n)
{
	enum type type;

	if (!hint(s))
		return STRING;
	if (find_word(s, &type))
		return type;
	if (hint(s) == 'w')
		return STRING;
	if (date && hint(s) == 'd' && strlen(s->text) == s->len && is_date(s->text))
		return DATE;
	switch (gonumber_parse(n, s->text, s->len)) {
	case GONUMBER_INT:   return INT;
	case GONUMBER_FLOAT: return FLOAT;
	default:             return STRING;
	}
}

static int tag_refused(const struct scalar *s, const char *tag, enum type type, struct error *err)
{
	return error_set(err, ERR_DATA, "cannot decode !!%s `%s` as a !!%s", types[type].tag, s->text,
	                 tag);
}

/* A tag of YAML's own asks for one type; whatever else is behind a tag is a string. */
static int resolve(const struct scalar *s, enum type *type, struct gonumber *n, struct error *err)
{
	static const char own[] = SCALAR_TAG;
	const char *tag = s->tag;

	*type = STRING;
	if (tag && strncmp(tag, own, sizeof own - 1))
		return 0;
	if (!tag) {
		*type = s->quoted ? STRING : looks_like(s, false, n);
		return 0;
	}
	tag += sizeof own - 1;
	if (!strcmp(tag, "binary"))
		*type = BINARY;
	if (strcmp(tag, "bool") && strcmp(tag, "int") && strcmp(tag, "float") && strcmp(tag, "null") &&
	    strcmp(tag, "timestamp"))
		return 0;
	*type = looks_like(s, !strcmp(tag, "timestamp"), n);
	if (*type == INT && !strcmp(tag, "float") && gonumber_to_float(n))
		*type = FLOAT;
	return strcmp(tag, types[*type].tag) ? tag_refused(s, tag, *type, err) : 0;
}

/* ---- writing ---- */

/* 1: a control character, a quote or a backslash, which JSON writes with an escape. */
static const char escaped[256] = {
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	1, 1, 1, 1, 1, 1, 1, 1, ['"'] = 1, ['\\'] = 1,
};

static void add_escape(char c, struct buf *out)
{
	static const char controls[] = "\b\f\n\r\t", letters[] = "bfnrt";
	const char *control = c ? strchr(controls, c) : NULL;

	if (control)
		buf_addf(out, "\\%c", letters[control - controls]);
	else if (c == '"' || c == '\\')
		buf_addf(out, "\\%c", c);
	else
		buf_addf(out, "\\u%04x", c);
}

static void add_string(const char *text, size_t len, struct buf *out)
{
	size_t start = out->len, run = 0;
	char *to = buf_room(out, len + 2);

	if (!to)
		return;
	*to++ = '"';
	while (run < len && !escaped[(unsigned char)text[run]])
		*to++ = text[run++];
	out->len = start + 1 + run;
	for (; run < len; run++) {
		if (escaped[(unsigned char)text[run]])
			add_escape(text[run], out);
		else
			buf_putc(out, text[run]);
	}
	buf_putc(out, '"');
}

/* Bytes of any kind as a string: what is no UTF-8 becomes U+FFFD, byte by byte. */
static void add_bytes(const struct buf *bytes, struct buf *out)
{
	AUTO(buf_free) struct buf text = { .max = 3 * bytes->len + 1 };
	const char *at = buf_text(bytes), *end = at + bytes->len;

	while (at < end) {
		uint32_t rune;
		size_t len = gotext_rune(at, &rune);

		if (len == 1 && rune == 0xFFFD)
			buf_puts(&text, "\xEF\xBF\xBD");
		else
			buf_add(&text, at, len ? len : 1);
		at += len ? len : 1;
	}
	add_string(buf_text(&text), text.len, out);
}

static int add_binary(const struct scalar *s, struct buf *out, struct error *err)
{
	AUTO(buf_free) struct buf bytes = { 0 };

	if (strlen(s->text) != s->len || base64_decode(s->text, &bytes, NULL))
		return error_set(err, ERR_DATA, "!!binary value contains invalid base64 data");
	add_bytes(&bytes, out);
	return 0;
}

static void add_refusal(struct buf *out, const char *text, const char *why)
{
	buf_addf(out, "\"%c%s %s; write it in quotes\"", SCALAR_REFUSED, text, why);
}

static int add(const struct scalar *s, enum type type, const struct gonumber *n, struct buf *out,
               struct error *err)
{
	switch (type) {
	case INT: case FLOAT:
		gonumber_add(n, out);
		return 0;
	case BINARY:
		return add_binary(s, out, err);
	case STRING: case DATE:
		add_string(s->text, s->len, out);
		return 0;
	default:
		if (types[type].json)
			buf_puts(out, types[type].json);
		else
			add_refusal(out, s->text, "is no JSON value");
		return 0;
	}
}

/* Most are nothing else. */
static bool is_string(const struct scalar *s)
{
	return !s->tag && (s->quoted || !hint(s));
}

int scalar_add(const struct scalar *s, struct buf *out, struct error *err)
{
	AUTO(gonumber_free) struct gonumber n = { 0 };
	enum type type;

	if (is_string(s)) {
		add_string(s->text, s->len, out);
		return 0;
	}
	if (resolve(s, &type, &n, err))
		return -1;
	return add(s, type, &n, out, err);
}

static void add_number_name(const struct scalar *s, const struct gonumber *n, struct buf *out)
{
	size_t start = out->len;

	buf_putc(out, '"');
	if (gonumber_add_name(n, out)) {
		buf_putc(out, '"');
	} else {
		buf_cut(out, start);
		add_refusal(out, s->text, "is too large for a key");
	}
}

int scalar_add_name(const struct scalar *s, struct buf *out, struct error *err)
{
	AUTO(gonumber_free) struct gonumber n = { 0 };
	enum type type;

	if (is_string(s)) {
		add_string(s->text, s->len, out);
		return 0;
	}
	if (resolve(s, &type, &n, err))
		return -1;
	if (type == STRING || type == DATE || type == BINARY)
		return add(s, type, &n, out, err);
	if (type == NIL)
		add_refusal(out, s->len ? s->text : "nothing", "cannot be a key");
	else if (types[type].name)
		buf_addf(out, "\"%s\"", types[type].name);
	else
		add_number_name(s, &n, out);
	return 0;
}
