/*
 * Times and durations, read as leniently as Go's time.Parse and time.ParseDuration read
 * them: an hour may have one digit, a comma may stand for the point, an offset may be
 * 24:60. What the API server takes must not be an error here.
 */
#include "kube/k8stime.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DAY 86400

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Days since 1970-01-01 of a day of the Gregorian calendar, whose years begin in March here. */
static int64_t days_of(int64_t year, int month, int day)
{
	int64_t y = year - (month < 3), era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400, of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 || year % 400 == 0);

	return days[month - 1] + (leap && month == 2);
}

/* `digits` digits up to `max`; -1 when there are none or it is more. Moves on. */
static int number(const char **at, int digits, int max)
{
	int n = 0;

	for (; digits; digits--, (*at)++) {
		if (!is_digit(**at))
			return -1;
		n = n * 10 + (**at - '0');
	}
	return n <= max ? n : -1;
}

static bool skip(const char **at, char c)
{
	if (**at != c)
		return false;
	(*at)++;
	return true;
}

static int64_t date(const char **at)
{
	int year = number(at, 4, 9999), month = -1, day = -1;

	if (year >= 0 && skip(at, '-'))
		month = number(at, 2, 12);
	if (month > 0 && skip(at, '-'))
		day = number(at, 2, 31);
	if (day < 1 || day > days_in(year, month))
		return K8STIME_NONE;
	return days_of(year, month, day) * DAY;
}

static int64_t clock_time(const char **at)
{
	int hour = number(at, is_digit(**at) && is_digit((*at)[1]) ? 2 : 1, 23);
	int minute = -1, second = -1;

	if (hour >= 0 && skip(at, ':'))
		minute = number(at, 2, 59);
	if (minute >= 0 && skip(at, ':'))
		second = number(at, 2, 59);
	if (second < 0)
		return K8STIME_NONE;
	if ((**at == '.' || **at == ',') && is_digit((*at)[1]))
		for (++*at; is_digit(**at);)
			++*at;
	return (hour * 60 + minute) * 60 + second;
}

/* Seconds east of Greenwich. */
static int64_t zone(const char **at)
{
	int sign = **at == '-' ? -1 : 1, hours, minutes;

	if (skip(at, 'Z'))
		return 0;
	if (!skip(at, '+') && !skip(at, '-'))
		return K8STIME_NONE;
	hours = number(at, 2, 24);
	if (hours < 0 || !skip(at, ':'))
		return K8STIME_NONE;
	minutes = number(at, 2, 60);
	return minutes < 0 ? K8STIME_NONE : sign * (hours * 60 + minutes) * 60;
}

int64_t k8stime_parse(const char *text)
{
	int64_t days, clock, east;

	if (!text)
		return K8STIME_NONE;
	days = date(&text);
	if (days == K8STIME_NONE || !skip(&text, 'T'))
		return K8STIME_NONE;
	clock = clock_time(&text);
	if (clock == K8STIME_NONE)
		return K8STIME_NONE;
	east = zone(&text);
	return east == K8STIME_NONE || *text ? K8STIME_NONE : days + clock - east;
}

const char *k8stime_format(int64_t seconds, char out[32])
{
	int64_t of_day = (seconds % DAY + DAY) % DAY;
	int64_t day = seconds / DAY - (seconds % DAY < 0) + 719468;
	int64_t era = (day >= 0 ? day : day - 146096) / 146097, of_era = day - era * 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int month = (int)((5 * of_year + 2) / 153); /* 0 is March */

	if (seconds == K8STIME_NONE)
		return memcpy(out, "<unknown>", sizeof "<unknown>");
	snprintf(out, 32, "%04" PRId64 "-%02d-%02dT%02d:%02d:%02dZ", year + era * 400 + (month > 9),
	         month + (month > 9 ? -9 : 3), (int)(of_year - (153 * month + 2) / 5 + 1),
	         (int)(of_day / 3600), (int)(of_day / 60 % 60), (int)(of_day % 60));
	return out;
}

int64_t k8stime_now(void)
{
	const char *fixed = getenv("SOURCE_DATE_EPOCH");

	if (fixed && is_digit(*fixed) && !fixed[strspn(fixed, "0123456789")])
		return strtoll(fixed, NULL, 10);
	return (int64_t)time(NULL);
}

/* "3h5m", or "3h" when the lesser unit is 0 or has no place here (0 for its letter). */
static const char *age(char *out, int64_t n, char unit, int64_t lesser, char lesser_unit)
{
	char text[48]; /* the compiler cannot know that 16 suffice */

	if (lesser_unit && lesser)
		snprintf(text, sizeof text, "%" PRId64 "%c%" PRId64 "%c", n, unit, lesser,
		         lesser_unit);
	else
		snprintf(text, sizeof text, "%" PRId64 "%c", n, unit);
	return memcpy(out, text, 16);
}

const char *k8stime_age(int64_t age_seconds, char out[16])
{
	int64_t minutes = age_seconds / 60, hours = minutes / 60, days = hours / 24;

	if (age_seconds < -1)
		return memcpy(out, "<invalid>", sizeof "<invalid>");
	if (age_seconds < 120)
		return age(out, age_seconds < 0 ? 0 : age_seconds, 's', 0, 0);
	if (minutes < 180)
		return age(out, minutes, 'm', age_seconds % 60, minutes < 10 ? 's' : 0);
	if (hours < 48)
		return age(out, hours, 'h', minutes % 60, hours < 8 ? 'm' : 0);
	if (days < 730)
		return age(out, days, 'd', hours % 24, days < 8 ? 'h' : 0);
	return age(out, days / 365, 'y', days % 365, days < 2920 ? 'd' : 0);
}

#define DURATION_MAX ((uint64_t)1 << 63) /* of a negative one; Go counts up to it before the sign */

/* The micro sign and the Greek letter mu both are in use. */
static uint64_t nanoseconds_in(const char *unit, size_t len)
{
	static const struct {
		const char *name;
		uint64_t nanoseconds;
	} units[] = {
		{ "ns", 1 },
		{ "us", 1000 },
		{ "\302\265s", 1000 },
		{ "\316\274s", 1000 },
		{ "ms", 1000000 },
		{ "s", 1000000000 },
		{ "m", 60000000000 },
		{ "h", 3600000000000 },
	};

	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strlen(units[i].name) == len && !memcmp(units[i].name, unit, len))
			return units[i].nanoseconds;
	return 0;
}

/* Digits before the point: false past DURATION_MAX. */
static bool whole_part(const char **at, uint64_t *n)
{
	for (*n = 0; is_digit(**at); ++*at) {
		if (*n > DURATION_MAX / 10)
			return false;
		*n = *n * 10 + (uint64_t)(**at - '0');
		if (*n > DURATION_MAX)
			return false;
	}
	return true;
}

/* Digits behind the point as n / scale; those that 63 bits do not hold are left out. */
static void fraction(const char **at, uint64_t *n, double *scale)
{
	bool full = false;

	for (; is_digit(**at); ++*at) {
		uint64_t more = *n * 10 + (uint64_t)(**at - '0');

		full |= *n > (DURATION_MAX - 1) / 10 || more > DURATION_MAX;
		if (full)
			continue;
		*n = more;
		*scale *= 10;
	}
}

/* One "1.5h". The sum may pass 64 bits and come out small: so it does in Go. */
static int duration_part(const char **at, uint64_t *sum)
{
	const char *start = *at;
	uint64_t n, decimals = 0, unit;
	double scale = 1;
	size_t digits;

	if (!whole_part(at, &n))
		return -1;
	digits = (size_t)(*at - start);
	if (skip(at, '.')) {
		const char *point = *at;

		fraction(at, &decimals, &scale);
		digits += (size_t)(*at - point);
	}
	start = *at;
	*at += strcspn(start, ".0123456789");
	unit = nanoseconds_in(start, (size_t)(*at - start));
	if (!digits || !unit || n > DURATION_MAX / unit)
		return -1;
	n *= unit;
	if (decimals)
		n += (uint64_t)((double)decimals * ((double)unit / scale));
	if (n > DURATION_MAX)
		return -1;
	*sum += n;
	return *sum > DURATION_MAX ? -1 : 0;
}

int k8stime_duration(const char *text, int64_t *nanoseconds)
{
	bool negative;
	uint64_t sum = 0;

	if (!text)
		return -1;
	negative = *text == '-';
	text += *text == '-' || *text == '+';
	if (!*text)
		return -1;
	if (strcmp(text, "0"))
		while (*text)
			if (duration_part(&text, &sum))
				return -1;
	if (sum == DURATION_MAX && !negative)
		return -1;
	*nanoseconds = sum == DURATION_MAX ? INT64_MIN : negative ? -(int64_t)sum : (int64_t)sum;
	return 0;
}
