/* Numbers as text. A double is taken apart into digits and exponent, then put together. */
#include "kube/json_number.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"

static bool only_digits(const char *text)
{
	return *text && !text[strspn(text, DIGITS)];
}

bool json_number_whole(const char *text, int64_t *number)
{
	bool plain = only_digits(text + (*text == '-'));
	long long exact;
	double value;
	char *end;

	if (!strchr("-" DIGITS, *text) || text[strspn(text, DIGITS ".eE+-")])
		return false;
	errno = 0;
	exact = strtoll(text, NULL, 10);
	value = strtod(text, &end);
	if (*end || end == text)
		return false;
	if (!plain && value >= -9223372036854775808.0 && value < 9223372036854775808.0)
		exact = (long long)value;
	if (plain ? errno == ERANGE : (double)exact != value)
		return false;
	*number = exact;
	return true;
}

struct decimal {
	char digits[20]; /* the shortest that read as the same double */
	int n, exponent; /* d.ddd times ten to that */
};

static struct decimal decimal_of(double value)
{
	struct decimal d = { .n = 0 };
	char text[JSON_NUMBER_SIZE];

	do
		snprintf(text, sizeof text, "%.*e", d.n++, value);
	while (d.n < 17 && strtod(text, NULL) != value);
	d.n = 0;
	for (const char *at = text; *at != 'e'; at++)
		if (*at != '.')
			d.digits[d.n++] = *at;
	d.exponent = (int)strtol(strchr(text, 'e') + 1, NULL, 10);
	return d;
}

/* "0.00123", "1230", "12.3" */
static void spread(char *out, size_t size, const struct decimal *d)
{
	static const char zeros[] = "00000000000000000000000";
	int whole = d->exponent + 1, missing = whole - d->n;

	if (whole <= 0)
		snprintf(out, size, "0.%.*s%s", -whole, zeros, d->digits);
	else if (missing >= 0)
		snprintf(out, size, "%s%.*s", d->digits, missing, zeros);
	else
		snprintf(out, size, "%.*s.%s", whole, d->digits, d->digits + whole);
}

static void scientific(char *out, size_t size, const struct decimal *d, bool two_digits)
{
	snprintf(out, size, "%c%s%se%c%0*d", *d->digits, d->n > 1 ? "." : "", d->digits + 1,
	         d->exponent < 0 ? '-' : '+', two_digits ? 2 : 1, abs(d->exponent));
}

/* Digits that 64 bits hold; in JSON signed ones, but YAML's reader knows both. */
static bool exact(const char *text, bool unsigned_too)
{
	if (!only_digits(text + (*text == '-')))
		return false;
	errno = 0;
	strtoll(text, NULL, 10);
	if (errno && unsigned_too && *text != '-') {
		errno = 0;
		strtoull(text, NULL, 10);
	}
	return !errno;
}

/* Exponents outside [low, high) are written as such. */
static void put_double(char *out, size_t size, double value, int low, int high)
{
	struct decimal d = decimal_of(fabs(value));
	bool minus = value < 0;

	if (minus)
		*out = '-';
	if (d.exponent < low || d.exponent >= high)
		scientific(out + minus, size - minus, &d, high < 21);
	else
		spread(out + minus, size - minus, &d);
}

const char *json_number_go(char out[JSON_NUMBER_SIZE], const char *text, bool yaml)
{
	double value = strtod(text, NULL);

	if (value == 0)
		return "0";
	if (exact(text, false) || !isfinite(value))
		return text;
	put_double(out, JSON_NUMBER_SIZE, value, -6, 21);
	if (yaml && !exact(out, true))
		put_double(out, JSON_NUMBER_SIZE, value, -4, 6);
	return out;
}
