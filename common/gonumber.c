/*
 * gonumber_parse() follows go-yaml's resolve(): without its underscores, a text is a
 * whole number for strconv.ParseInt(text, 0, 64) or ParseUint, or a fraction by a
 * pattern and strconv.ParseFloat. A text that begins with a dot goes to ParseFloat as
 * it is, where underscores are subject to Go's own rule.
 */
#include "kube/gonumber.h"

#include "kube/json_number.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOWER(c) ((c) | 0x20)

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int digit_value(char c)
{
	if (is_digit(c))
		return c - '0';
	return LOWER(c) >= 'a' && LOWER(c) <= 'f' ? LOWER(c) - 'a' + 10 : 99;
}

/* ---- whole numbers ---- */

static bool digits(const char *text, size_t len, int base, uint64_t *value)
{
	*value = 0;
	for (size_t i = 0; i < len; i++) {
		int digit = digit_value(text[i]);

		if (digit >= base || *value > (UINT64_MAX - (uint64_t)digit) / (uint64_t)base)
			return false;
		*value = *value * (uint64_t)base + (uint64_t)digit;
	}
	return len;
}

/* The base that a prefix tells; moves *text behind it. A lone "0" has none. */
static int base_of(const char **text, size_t *len)
{
	int base = 10;
	size_t prefix = 2;

	if (*len < 2 || **text != '0')
		return base;
	switch (*len > 2 ? LOWER((*text)[1]) : 0) {
	case 'b': base = 2; break;
	case 'o': base = 8; break;
	case 'x': base = 16; break;
	default:
		base = 8;
		prefix = 1;
	}
	*text += prefix;
	*len -= prefix;
	return base;
}

/* A sign leaves 63 bits. base 0: a prefix tells it. */
static bool parse_int(struct gonumber *n, const char *text, size_t len, int base)
{
	bool sign = len && (*text == '-' || *text == '+');

	n->negative = sign && *text == '-';
	text += sign;
	len -= sign;
	if (!base)
		base = base_of(&text, &len);
	if (!digits(text, len, base, &n->magnitude))
		return false;
	n->whole = text;
	n->n_whole = base == 10 ? len : 0;
	return !sign || n->magnitude <= (uint64_t)INT64_MAX + n->negative;
}

/* go-yaml looks at "0b" once more, and so takes a sign behind it. */
static bool parse_signed_binary(struct gonumber *n, const char *text, size_t len)
{
	return len > 3 && !memcmp(text, "0b", 2) && !is_digit(text[2]) &&
	       parse_int(n, text + 2, len - 2, 2);
}

/* ---- fractions ---- */

static size_t run_of_digits(const char *text, const char *end)
{
	const char *at = text;

	while (at < end && is_digit(*at))
		at++;
	return (size_t)(at - text);
}

/* [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)? cut into its parts. */
static bool parse_parts(struct gonumber *n, const char *text, size_t len)
{
	const char *end = text + len;

	n->negative = len && *text == '-';
	n->whole = text + (len && (*text == '-' || *text == '+'));
	n->n_whole = run_of_digits(n->whole, end);
	n->part = n->whole + n->n_whole;
	n->n_part = 0;
	if (n->part < end && *n->part == '.')
		n->n_part = 1 + run_of_digits(n->part + 1, end);
	if (!n->n_whole && n->n_part < 2)
		return false;
	n->power = n->part + n->n_part;
	n->n_power = (size_t)(end - n->power);
	if (!n->n_power)
		return true;
	text = n->power + 1;
	text += text < end && (*text == '-' || *text == '+');
	return LOWER(*n->power) == 'e' && text < end && run_of_digits(text, end) == (size_t)(end - text);
}

/* Past the largest double it is no number for Go; past 2^53 digits would be made up. */
static bool parse_float(struct gonumber *n, const char *text, size_t len)
{
	if (!parse_parts(n, text, len))
		return false;
	n->rounded = false;
	if (n->n_power || n->n_whole > 15) {
		n->value = strtod(text, NULL);
		n->rounded = fabs(n->value) >= 9007199254740992.0 && fabs(n->value) < 1e21;
		return isfinite(n->value);
	}
	return true;
}

/* ParseFloat takes "1_0" but no underscore that does not stand between digits. */
static bool underscores_fit(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] == '_' && (!i || !is_digit(text[i - 1]) || !is_digit(text[i + 1])))
			return false;
	return true;
}

static void leave_out_underscores(struct gonumber *n, const char **text, size_t *len)
{
	if (!memchr(*text, '_', *len))
		return;
	for (size_t i = 0; i < *len; i++)
		if ((*text)[i] != '_')
			buf_putc(&n->plain, (*text)[i]);
	*text = buf_text(&n->plain);
	*len = n->plain.len;
}

enum gonumber_type gonumber_parse(struct gonumber *n, const char *text, size_t len)
{
	bool dot = len && *text == '.';

	*n = (struct gonumber){ 0 };
	if (dot && !underscores_fit(text, len))
		return GONUMBER_NONE;
	leave_out_underscores(n, &text, &len);
	if (!dot && parse_int(n, text, len, 0))
		n->type = GONUMBER_INT;
	else if (parse_float(n, text, len))
		n->type = GONUMBER_FLOAT;
	else if (!dot && parse_signed_binary(n, text, len))
		n->type = GONUMBER_INT;
	return n->type;
}

void gonumber_free(struct gonumber *n)
{
	buf_free(&n->plain);
}

static bool past_63_bits(const struct gonumber *n)
{
	return !n->negative && n->magnitude > INT64_MAX;
}

static double value_of(const struct gonumber *n)
{
	double value = (double)n->magnitude;

	if (n->type == GONUMBER_FLOAT)
		return n->rounded ? n->value : strtod(n->whole, NULL) * (n->negative ? -1 : 1);
	return n->negative ? -value : value;
}

bool gonumber_to_float(struct gonumber *n)
{
	if (n->type == GONUMBER_INT && past_63_bits(n))
		return false;
	n->value = value_of(n);
	n->rounded = true;
	n->type = GONUMBER_FLOAT;
	return true;
}

/* ---- writing ---- */

/* As Go's JSON has it: the shortest digits, and zeros in place of the others. */
static void add_rounded(double value, struct buf *out)
{
	char text[40], number[JSON_NUMBER_SIZE];

	snprintf(text, sizeof text, "%.17e", value);
	buf_puts(out, json_number_go(number, text, false));
}

static void add_float(const struct gonumber *n, struct buf *out)
{
	size_t zeros = 0;

	while (zeros + 1 < n->n_whole && n->whole[zeros] == '0')
		zeros++;
	buf_puts(out, n->negative ? "-" : "");
	buf_puts(out, n->n_whole ? "" : "0");
	buf_add(out, n->whole + zeros, n->n_whole - zeros);
	if (n->n_part > 1)
		buf_add(out, n->part, n->n_part);
	buf_add(out, n->power, n->n_power);
}

static void add_int(const struct gonumber *n, struct buf *out)
{
	if (n->negative && n->magnitude)
		buf_putc(out, '-');
	if (n->n_whole)
		buf_add(out, n->whole, n->n_whole);
	else
		buf_addf(out, "%" PRIu64, n->magnitude);
}

void gonumber_add(const struct gonumber *n, struct buf *out)
{
	if (n->type == GONUMBER_INT)
		add_int(n, out);
	else if (n->rounded)
		add_rounded(n->value, out);
	else
		add_float(n, out);
}

/* strconv.FormatFloat(value, 'g', -1, 32), which kubectl's reader uses for names. */
static void add_float_name(double value, struct buf *out)
{
	float narrow = (float)value;
	int decimals = 0, power;
	char text[40];

	if (isinf(narrow)) {
		buf_puts(out, narrow < 0 ? "-.inf" : ".inf");
		return;
	}
	do
		snprintf(text, sizeof text, "%.*e", decimals, (double)narrow);
	while (strtof(text, NULL) != narrow && ++decimals < 9);
	power = (int)strtol(strchr(text, 'e') + 1, NULL, 10);
	if (power < -4 || power >= 6)
		buf_puts(out, text);
	else
		buf_addf(out, "%.*f", decimals > power ? decimals - power : 0, (double)narrow);
}

bool gonumber_add_name(const struct gonumber *n, struct buf *out)
{
	if (n->type == GONUMBER_FLOAT)
		add_float_name(value_of(n), out);
	else if (past_63_bits(n))
		return false;
	else
		gonumber_add(n, out);
	return true;
}
