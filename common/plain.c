/*
 * The first byte tells what a word may be: one of a few fixed words, a number, a
 * date. Each test is given the rest of the word and must use it up.
 */
#include "kube/plain.h"
#include "kube/buf.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"

/* y, yes, true, on, n, no, false, off, null: in lower, upper and title case. */
static bool is_fixed(const char *word)
{
	static const char *const fixed[] = {
		"", "~", "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON",
		"n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF",
		"null", "Null", "NULL", ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF",
		"+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF",
	};

	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
		if (!strcmp(word, fixed[i]))
			return true;
	return false;
}

static const char *skip_sign(const char *at)
{
	return at + (*at == '+' || *at == '-');
}

/* [.]digits, with an exponent, and small enough for a double. */
static bool is_float(const char *word)
{
	const char *at = skip_sign(word);
	size_t before = strspn(at, DIGITS), after = 0;

	at += before;
	if (*at == '.')
		after = strspn(++at, DIGITS);
	at += after;
	if (!before && !after)
		return false;
	if (*at == 'e' || *at == 'E') {
		at = skip_sign(at + 1);
		if (!isdigit((unsigned char)*at))
			return false;
		at += strspn(at, DIGITS);
	}
	return !*at && isfinite(strtod(word, NULL));
}

/* Digits of that base and nothing else, at most `max`. */
static bool fits(const char *digits, int base, unsigned long long max)
{
	size_t len = strspn(digits, DIGITS "abcdefABCDEF");
	unsigned long long value;
	char *end;

	if (!len || digits[len])
		return false;
	errno = 0;
	value = strtoull(digits, &end, base);
	return !*end && !errno && value <= max;
}

static int base_of(const char *digits)
{
	if (*digits != '0' || !digits[1])
		return 10;
	switch (digits[1]) {
	case 'x': case 'X': return 16;
	case 'b': case 'B': return 2;
	default:            return 8;
	}
}

/* With 0x, 0b, 0o or a leading 0; 64 bits, 63 behind a sign. */
static bool is_integer(const char *word)
{
	const char *at = skip_sign(word);
	char sign = at > word ? *word : '\0';
	int base = base_of(at);

	if (base == 16 || base == 2 || (base == 8 && strchr("oO", at[1])))
		at += 2;
	if (!strncmp(word, "0b", 2) && skip_sign(at) > at)
		sign = *at++; /* 0b-1: a slip of the writer that is to be the same */
	return fits(at, base, sign == '-' ? 1ULL << 63 : sign ? (1ULL << 63) - 1 : ULLONG_MAX);
}

/* One or two digits, at most `max`; moves behind them. */
static bool small(const char **at, int max, int *value)
{
	if (!isdigit((unsigned char)**at))
		return false;
	*value = *(*at)++ - '0';
	if (isdigit((unsigned char)**at))
		*value = *value * 10 + *(*at)++ - '0';
	return *value <= max;
}

static bool skip(const char **at, char c)
{
	if (**at != c)
		return false;
	(*at)++;
	return true;
}

static bool is_day(int year, int month, int day)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 || year % 400 == 0);

	return month && day && day <= days[month - 1] + (month == 2 && leap);
}

/* h:m:s with an optional fraction. */
static bool clock_time(const char **at)
{
	int value;

	if (!small(at, 23, &value) || !skip(at, ':') || !small(at, 59, &value) ||
	    !skip(at, ':') || !small(at, 59, &value))
		return false;
	if ((**at == '.' || **at == ',') && isdigit((unsigned char)(*at)[1]))
		*at += 1 + strspn(*at + 1, DIGITS);
	return true;
}

/* Z, +01:00 */
static bool zone(const char **at)
{
	const char *from = *at;
	int hours, minutes;

	if (skip(at, 'Z'))
		return true;
	return (skip(at, '+') || skip(at, '-')) && small(at, 24, &hours) &&
	       skip(at, ':') && small(at, 60, &minutes) && *at == from + 6;
}

static bool is_date(const char *word)
{
	const char *at = word;
	int month, day;

	if (strspn(word, DIGITS) != 4)
		return false;
	at += 4;
	if (!skip(&at, '-') || !small(&at, 12, &month) || !skip(&at, '-') ||
	    !small(&at, 31, &day) || !is_day((int)strtol(word, NULL, 10), month, day))
		return false;
	if (!*at)
		return true;
	if (skip(&at, 'T') || skip(&at, 't'))
		return clock_time(&at) && zone(&at) && !*at;
	if (*at != ' ')
		return false;
	at += strspn(at, " ");
	return clock_time(&at) && !*at;
}

/* 1:30, 190:20:30.15 */
static bool is_sixties(const char *word)
{
	const char *at = skip_sign(word);
	int value;

	if (!isdigit((unsigned char)*at))
		return false;
	at += strspn(at, DIGITS "_");
	if (*at != ':')
		return false;
	while (skip(&at, ':'))
		if (!small(&at, 59, &value))
			return false;
	if (skip(&at, '.'))
		at += strspn(at, DIGITS "_");
	return !*at;
}

static bool is_number(const char *word)
{
	AUTO(buf_free) struct buf plain = { 0 };

	for (const char *at = word; *at; at++)
		if (*at != '_')
			buf_putc(&plain, *at);
	return is_integer(buf_text(&plain)) || is_float(buf_text(&plain));
}

bool plain_is_text(const char *word)
{
	if (is_fixed(word))
		return false;
	if (*word == '.')
		return !is_float(word);
	if (*word == '+' || *word == '-' || isdigit((unsigned char)*word))
		return !is_number(word) && !is_date(word) && !is_sixties(word);
	return true;
}
