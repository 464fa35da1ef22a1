/*
 * One loop over the text, one case per kind of byte. `want` is what may come next,
 * as a set; every case checks that it is wanted, moves `at` behind it and says what
 * may follow. The open brackets are kept in an array, so nothing recurses.
 */
#include "kube/json_check.h"
#include "kube/error.h"
#include "kube/json_string.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_OF(x) #x
#define TEXT(x) TEXT_OF(x)

enum want {
	END = 0, /* of the text: nothing but white space */
	VALUE = 1,
	NAME = 2,
	COLON = 4,
	COMMA = 8,
	CLOSE = 16, /* the bracket that is open */
};

struct scan {
	const unsigned char *text, *at, *end;
	unsigned want;
	int depth;
	bool digit;      /* one is wanted */
	const char *why; /* set when it is not about what was wanted */
	unsigned char open[JSON_DEPTH_MAX];
};

/* Bytes that need a look inside a string: quotes, backslashes, controls, not ASCII. */
static bool plain(unsigned char c)
{
	return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Are eight bytes plain? A borrow may only find too much, never too little. */
static bool plain8(const unsigned char *at)
{
	uint64_t word, quote, backslash;

	memcpy(&word, at, sizeof word);
	quote = word ^ EACH('"');
	backslash = word ^ EACH('\\');
	return !((word | (word - EACH(0x20)) | (quote - EACH(1)) | (backslash - EACH(1))) &
	         EACH(0x80));
}

static bool is_hex(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* At a backslash. Half a surrogate pair is allowed, as in Go, which reads U+FFFD. */
static bool escape(struct scan *s)
{
	const unsigned char *at = s->at + 1;

	if (at < s->end && *at && strchr("\"\\/bfnrt", *at)) {
		s->at += 2;
		return true;
	}
	s->why = "unknown escape in a string";
	if (at == s->end || *at != 'u')
		return false;
	s->why = "\\u needs four hexadecimal digits";
	for (int i = 1; i <= 4; i++)
		if (s->end - at <= i || !is_hex(at[i]))
			return false;
	s->at += 6;
	return true;
}

/* The byte at s->at is not plain and not the closing quote. */
static bool special(struct scan *s)
{
	size_t n;

	if (*s->at == '\\')
		return escape(s);
	s->why = "control character in a string";
	if (*s->at < 0x20)
		return false;
	s->why = "not UTF-8";
	n = json_utf8_length((const char *)s->at, (size_t)(s->end - s->at));
	s->at += n;
	return n > 0;
}

/* From behind the opening quote to behind the closing one. */
static bool string(struct scan *s, bool *escaped)
{
	for (;;) {
		while (s->end - s->at >= 8 && plain8(s->at))
			s->at += 8;
		while (s->at < s->end && plain(*s->at))
			s->at++;
		if (s->at == s->end) {
			s->why = "the text ends inside a string";
			return false;
		}
		if (*s->at == '"')
			break;
		*escaped |= *s->at == '\\';
		if (!special(s))
			return false;
	}
	s->at++;
	s->why = NULL;
	return true;
}

/* Moves over digits; at least one is needed. */
static bool digits(struct scan *s)
{
	const unsigned char *from = s->at;

	while (s->at < s->end && *s->at >= '0' && *s->at <= '9')
		s->at++;
	return s->at > from;
}

static bool number(struct scan *s)
{
	s->digit = true;
	if (*s->at == '-')
		s->at++;
	if (s->at < s->end && *s->at == '0')
		s->at++;
	else if (!digits(s))
		return false;
	if (s->at < s->end && *s->at == '.') {
		s->at++;
		if (!digits(s))
			return false;
	}
	if (s->at < s->end && (*s->at == 'e' || *s->at == 'E')) {
		s->at++;
		if (s->at < s->end && (*s->at == '+' || *s->at == '-'))
			s->at++;
		if (!digits(s))
			return false;
	}
	return true;
}

static bool literal(struct scan *s)
{
	const char *word = *s->at == 't' ? "true" : *s->at == 'f' ? "false" : "null";
	size_t len = strlen(word);

	if ((size_t)(s->end - s->at) < len || memcmp(s->at, word, len))
		return false;
	s->at += len;
	return true;
}

static unsigned after_value(const struct scan *s)
{
	return s->depth ? COMMA | CLOSE : END;
}

static bool open_bracket(struct scan *s)
{
	if (!(s->want & VALUE))
		return false;
	if (s->depth == JSON_DEPTH_MAX) {
		s->why = "more than " TEXT(JSON_DEPTH_MAX) " levels deep";
		return false;
	}
	s->open[s->depth++] = *s->at;
	s->want = (*s->at++ == '{' ? NAME : VALUE) | CLOSE;
	return true;
}

static bool close_bracket(struct scan *s)
{
	/* '{' and '}', as '[' and ']', are two apart. */
	if (!(s->want & CLOSE) || s->open[s->depth - 1] + 2 != *s->at)
		return false;
	s->depth--;
	s->at++;
	s->want = after_value(s);
	return true;
}

static bool comma(struct scan *s)
{
	if (!(s->want & COMMA))
		return false;
	s->at++;
	s->want = s->open[s->depth - 1] == '{' ? NAME : VALUE;
	return true;
}

static void remember(struct json_check *c, size_t offset)
{
	if (c->n_escaped == c->cap_escaped) {
		c->cap_escaped = c->cap_escaped ? c->cap_escaped * 2 : 32;
		c->escaped = xrealloc(c->escaped, c->cap_escaped * sizeof *c->escaped);
	}
	c->escaped[c->n_escaped++] = offset;
}

static bool quoted(struct scan *s, struct json_check *c)
{
	size_t offset = (size_t)(s->at - s->text);
	bool escaped = false;

	if (!(s->want & (NAME | VALUE)))
		return false;
	s->at++;
	if (!string(s, &escaped))
		return false;
	if (s->want & VALUE) {
		s->want = after_value(s);
		return true;
	}
	if (escaped)
		remember(c, offset);
	s->want = COLON;
	return true;
}

static bool scalar(struct scan *s)
{
	unsigned char first = *s->at;

	if (!(s->want & VALUE))
		return false;
	if (!(first == 't' || first == 'f' || first == 'n' ? literal(s) : number(s)))
		return false;
	s->digit = false;
	s->want = after_value(s);
	return true;
}

/* Checks one piece of the text and moves behind it. */
static bool piece(struct scan *s, struct json_check *c)
{
	switch (*s->at) {
	case ' ': case '\t': case '\n': case '\r':
		s->at++;
		return true;
	case '{': case '[':
		c->tokens++;
		return open_bracket(s);
	case '}': case ']':
		return close_bracket(s);
	case ',':
		return comma(s);
	case ':':
		if (s->want != COLON)
			return false;
		s->at++;
		s->want = VALUE;
		return true;
	case '"':
		c->tokens++;
		return quoted(s, c);
	case '-': case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7':
	case '8': case '9': case 't': case 'f': case 'n':
		c->tokens++;
		return scalar(s);
	default:
		return false;
	}
}

static const char *wanted(const struct scan *s)
{
	bool object = s->depth && s->open[s->depth - 1] == '{';

	switch (s->want) {
	case END:           return "nothing more";
	case VALUE:         return "a value";
	case VALUE | CLOSE: return "a value or ']'";
	case NAME:          return "a name in quotes";
	case NAME | CLOSE:  return "a name in quotes or '}'";
	case COLON:         return "':'";
	default:            return object ? "',' or '}'" : "',' or ']'";
	}
}

void json_check_expected(char why[JSON_WHY_SIZE], const char *what, const char *at, size_t len)
{
	if (!len)
		snprintf(why, JSON_WHY_SIZE, "expected %s, found the end", what);
	else if (len >= 3 && !memcmp(at, "\xEF\xBB\xBF", 3))
		snprintf(why, JSON_WHY_SIZE, "expected %s, found a byte order mark", what);
	else if (*at > ' ' && *at < 0x7F)
		snprintf(why, JSON_WHY_SIZE, "expected %s, found '%c'", what, *at);
	else
		snprintf(why, JSON_WHY_SIZE, "expected %s, found byte 0x%02X", what,
		         (unsigned char)*at);
}

static void explain(struct json_check *c, const struct scan *s)
{
	c->at = (size_t)(s->at - s->text);
	if (s->why)
		snprintf(c->why, sizeof c->why, "%s", s->why);
	else
		json_check_expected(c->why, s->digit ? "a digit" : wanted(s), (const char *)s->at,
		                    (size_t)(s->end - s->at));
}

bool json_check(struct json_check *c, const char *text, size_t len)
{
	struct scan s = { .text = (const unsigned char *)text, .want = VALUE };

	s.at = s.text;
	s.end = s.text + len;
	c->tokens = c->n_escaped = 0;
	if (len >= INT_MAX)
		s.why = "2 GiB or more";
	while (!s.why && s.at < s.end && piece(&s, c))
		continue;
	if (s.at == s.end && s.want == END && !s.why)
		return true;
	explain(c, &s);
	return false;
}

void json_check_free(struct json_check *c)
{
	free(c->escaped);
	*c = (struct json_check){ 0 };
}
