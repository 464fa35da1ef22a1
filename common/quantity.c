/*
 * Quantities, counted in nanos (10^-9) in 128 bits, where every one below the cap fits.
 *
 * Reading: split() cuts a text into sign, digits and suffix, suffix_read() knows what
 * the suffix means, magnitude() adds up the digits from the right. So no number of
 * digits needs memory or loses a bit.
 */
#include "kube/quantity.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef __int128 wide;

#define NANO 1000000000
#define CAP ((wide)INT64_MAX * NANO)
#define CAP_PLACE 27 /* 10^27 nanos are below the cap, 10^28 are not */

struct suffix {
	char text[3];
	enum quantity_form form;
	int32_t exponent; /* of 2 when binary, else of 10 */
};

static const struct suffix suffixes[] = {
	{ "", QUANTITY_DECIMAL, 0 },   { "n", QUANTITY_DECIMAL, -9 }, { "u", QUANTITY_DECIMAL, -6 },
	{ "m", QUANTITY_DECIMAL, -3 }, { "k", QUANTITY_DECIMAL, 3 },  { "M", QUANTITY_DECIMAL, 6 },
	{ "G", QUANTITY_DECIMAL, 9 },  { "T", QUANTITY_DECIMAL, 12 }, { "P", QUANTITY_DECIMAL, 15 },
	{ "E", QUANTITY_DECIMAL, 18 }, { "Ki", QUANTITY_BINARY, 10 }, { "Mi", QUANTITY_BINARY, 20 },
	{ "Gi", QUANTITY_BINARY, 30 }, { "Ti", QUANTITY_BINARY, 40 }, { "Pi", QUANTITY_BINARY, 50 },
	{ "Ei", QUANTITY_BINARY, 60 },
};

#define N_SUFFIXES (sizeof suffixes / sizeof *suffixes)

struct parts {
	bool negative;
	const char *digits, *suffix; /* the digits, with or without a point, end at the suffix */
	size_t n_whole, n_decimals;
};

static void split(const char *text, struct parts *n)
{
	n->negative = *text == '-';
	n->digits = text + (*text == '-' || *text == '+');
	n->n_whole = strspn(n->digits, "0123456789");
	n->n_decimals = 0;
	n->suffix = n->digits + n->n_whole;
	if (*n->suffix == '.') {
		n->n_decimals = strspn(n->suffix + 1, "0123456789");
		n->suffix += 1 + n->n_decimals;
	}
}

/* "e3", "E-6". Kubernetes keeps the lower 32 bits of the exponent, and so do we. */
static int exponent_read(const char *text, struct suffix *s)
{
	size_t sign = text[1] == '-' || text[1] == '+';
	size_t n = strspn(text + 1 + sign, "0123456789");
	long long exponent;

	if (!n || text[1 + sign + n])
		return -1;
	errno = 0;
	exponent = strtoll(text + 1, NULL, 10);
	if (errno)
		return -1;
	*s = (struct suffix){ "", QUANTITY_EXPONENT, (int32_t)exponent };
	return 0;
}

static int suffix_read(const char *text, struct suffix *s)
{
	for (size_t i = 0; i < N_SUFFIXES; i++)
		if (!strcmp(suffixes[i].text, text)) {
			*s = suffixes[i];
			return 0;
		}
	return *text == 'e' || *text == 'E' ? exponent_read(text, s) : -1;
}

struct sum {
	wide nanos;
	bool finer, huge; /* something below a nano; something above the cap */
};

/* Adds digit * 10^place nanos. */
static void add_digit(struct sum *sum, int64_t place, int digit)
{
	wide power = 1;

	if (!digit)
		return;
	sum->finer |= place < 0;
	sum->huge |= place > CAP_PLACE;
	if (place < 0 || place > CAP_PLACE)
		return;
	while (place-- > 0)
		power *= 10;
	sum->nanos += power * digit;
}

/* Nanos, rounded up and capped. A binary factor is multiplied in digit by digit, as on paper. */
static wide magnitude(const struct parts *n, const struct suffix *s)
{
	bool binary = s->form == QUANTITY_BINARY;
	wide factor = (wide)1 << (binary ? s->exponent : 0), carry = 0;
	int64_t place = 9 - (int64_t)n->n_decimals + (binary ? 0 : s->exponent);
	const char *at = n->suffix;
	struct sum sum = { 0 };

	while (at > n->digits || carry) {
		if (at > n->digits) {
			if (*--at == '.')
				continue;
			carry += factor * (*at - '0');
		}
		add_digit(&sum, place++, (int)(carry % 10));
		carry /= 10;
	}
	sum.nanos += sum.finer;
	return sum.huge || sum.nanos > CAP ? CAP : sum.nanos;
}

static wide to_wide(struct quantity q)
{
	return (wide)q.units * NANO + q.nanos;
}

static struct quantity from_wide(wide nanos, enum quantity_form form)
{
	if (nanos > CAP)
		nanos = CAP;
	if (nanos < -CAP)
		nanos = -CAP;
	return (struct quantity){ (int64_t)(nanos / NANO), (int32_t)(nanos % NANO), form };
}

/*
 * Without any digit ("", "+", ".") the number is 0 for Kubernetes, but only where its
 * quick way of reading goes; its exact one refuses it.
 */
static bool digits_may_lack(const struct suffix *s)
{
	return s->form == QUANTITY_BINARY ? s->exponent <= 40 : s->exponent >= -9;
}

int quantity_parse(const char *text, struct quantity *q)
{
	struct parts n;
	struct suffix s;
	wide nanos;

	if (!text || !*text)
		return -1;
	split(text, &n);
	if (suffix_read(n.suffix, &s))
		return -1;
	if (!n.n_whole && !n.n_decimals && !digits_may_lack(&s))
		return -1;
	nanos = magnitude(&n, &s);
	/* 0.5Ki is 512, but 0.5 bytes are no binary number. */
	if (s.form == QUANTITY_BINARY && nanos && nanos < NANO)
		s.form = QUANTITY_DECIMAL;
	*q = from_wide(n.negative ? -nanos : nanos, s.form);
	return 0;
}

int quantity_cmp(struct quantity a, struct quantity b)
{
	wide left = to_wide(a), right = to_wide(b);

	return (left > right) - (left < right);
}

bool quantity_is_zero(struct quantity q)
{
	return !q.units && !q.nanos;
}

struct quantity quantity_add(struct quantity a, struct quantity b)
{
	return from_wide(to_wide(a) + to_wide(b), quantity_is_zero(a) ? b.form : a.form);
}

struct quantity quantity_times(struct quantity a, int64_t factor)
{
	wide units = (wide)a.units * factor;

	/* Past the cap already: the nanos, of the same sign, cannot bring it back. */
	if (units > INT64_MAX || units < -INT64_MAX)
		return from_wide(units > 0 ? CAP : -CAP, a.form);
	return from_wide(units * NANO + (wide)a.nanos * factor, a.form);
}

struct quantity quantity_max(struct quantity a, struct quantity b)
{
	return quantity_cmp(a, b) < 0 ? b : a;
}

static int64_t saturated(wide n)
{
	return n > INT64_MAX ? INT64_MAX : n < INT64_MIN ? INT64_MIN : (int64_t)n;
}

int64_t quantity_milli(struct quantity q)
{
	wide nanos = to_wide(q), milli = nanos / 1000000, rest = nanos % 1000000;

	return saturated(milli + (rest > 0) - (rest < 0));
}

int64_t quantity_ratio_percent(struct quantity a, struct quantity b)
{
	return quantity_is_zero(b) ? 0 : saturated(to_wide(a) * 100 / to_wide(b));
}

/* Writes the digits and returns where they end. */
static char *put_wide(char *out, wide n)
{
	char digits[40];
	size_t at = sizeof digits;

	if (n < 0)
		*out++ = '-';
	do {
		digits[--at] = (char)('0' + (n < 0 ? -(n % 10) : n % 10));
		n /= 10;
	} while (n);
	memcpy(out, digits + at, sizeof digits - at);
	return out + sizeof digits - at;
}

static const char *suffix_text(enum quantity_form form, int exponent)
{
	for (size_t i = 0; i < N_SUFFIXES; i++)
		if (suffixes[i].form == form && suffixes[i].exponent == exponent)
			return suffixes[i].text;
	return "";
}

static void format_binary(int64_t n, char *out)
{
	int exponent = 0;

	for (; n % 1024 == 0; n /= 1024)
		exponent += 10;
	out = put_wide(out, n);
	snprintf(out, 3, "%s", suffix_text(QUANTITY_BINARY, exponent));
}

/* The fewest digits before an exponent that is a multiple of three. */
static void format_decimal(wide nanos, bool as_exponent, char *out)
{
	int exponent = -9;

	for (; nanos % 10 == 0; nanos /= 10)
		exponent++;
	for (; exponent % 3; nanos *= 10)
		exponent--;
	out = put_wide(out, nanos);
	if (as_exponent && exponent)
		snprintf(out, 4, "e%d", exponent);
	else
		snprintf(out, 3, "%s", suffix_text(QUANTITY_DECIMAL, exponent));
}

const char *quantity_format(struct quantity q, char out[40])
{
	bool below_ki = q.units > -1024 && q.units < 1024;

	if (quantity_is_zero(q))
		memcpy(out, "0", 2);
	else if (q.form == QUANTITY_BINARY && !q.nanos && !below_ki)
		format_binary(q.units, out);
	else
		format_decimal(to_wide(q), q.form == QUANTITY_EXPONENT, out);
	return out;
}
