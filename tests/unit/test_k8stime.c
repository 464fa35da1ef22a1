/* RFC 3339 times, kubectl's ages, Go's durations. */
#include "kube/k8stime.h"
#include "tap.h"

#include <stdlib.h>

static const struct {
	const char *text;
	int64_t seconds;
} times[] = {
	{ "1970-01-01T00:00:00Z", 0 },
	{ "2026-11-22T10:00:00Z", 1795341600 },
	{ "2026-11-22T10:00:00+02:00", 1795334400 },
	{ "2026-11-22T10:00:00-05:30", 1795361400 },
	{ "2026-11-22T10:00:00.999999999Z", 1795341600 },
	{ "2026-11-22T10:00:00.99999999999999999999Z", 1795341600 },
	{ "1969-12-31T23:59:59.5Z", -1 },
	{ "2024-02-29T00:00:00Z", 1709164800 },
	{ "2000-02-29T12:00:00Z", 951825600 },
	{ "0000-01-01T00:00:00Z", -62167219200 },
	{ "9999-12-31T23:59:59Z", 253402300799 },
	/* what Go forgives */
	{ "2026-11-22T1:00:00Z", 1795309200 },
	{ "2026-11-22T10:00:00,5Z", 1795341600 },
	{ "2026-11-22T10:00:00+24:60", 1795251600 },
	{ "2026-11-22T10:00:00-00:00", 1795341600 },
	/* and what it does not */
	{ "", K8STIME_NONE },
	{ "2026-11-22", K8STIME_NONE },
	{ "2026-11-22T10:00:00", K8STIME_NONE },
	{ "2026-11-22 10:00:00Z", K8STIME_NONE },
	{ "2026-11-22t10:00:00Z", K8STIME_NONE },
	{ "2026-11-22T10:00:00z", K8STIME_NONE },
	{ "2026-11-22T10:00:00Z ", K8STIME_NONE },
	{ "2026-11-22T10:00:00.Z", K8STIME_NONE },
	{ "2026-11-22T10:00:00+0200", K8STIME_NONE },
	{ "2026-11-22T10:00:00+25:00", K8STIME_NONE },
	{ "2026-11-22T10:00:00+01:61", K8STIME_NONE },
	{ "2026-11-22T24:00:00Z", K8STIME_NONE },
	{ "2026-11-22T10:60:00Z", K8STIME_NONE },
	{ "2026-11-22T10:00:60Z", K8STIME_NONE },
	{ "2026-11-22T10:0:00Z", K8STIME_NONE },
	{ "2026-13-01T00:00:00Z", K8STIME_NONE },
	{ "2026-00-01T00:00:00Z", K8STIME_NONE },
	{ "2026-11-00T00:00:00Z", K8STIME_NONE },
	{ "2026-11-31T00:00:00Z", K8STIME_NONE },
	{ "2026-02-29T00:00:00Z", K8STIME_NONE },
	{ "2100-02-29T00:00:00Z", K8STIME_NONE },
	{ "26-11-22T10:00:00Z", K8STIME_NONE },
	{ "12026-11-22T10:00:00Z", K8STIME_NONE },
	{ "-026-11-22T10:00:00Z", K8STIME_NONE },
};

static void reading_times(void)
{
	for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
		int64_t got = k8stime_parse(times[i].text);

		ok(got == times[i].seconds, "time \"%s\" (%lld)", times[i].text, (long long)got);
	}
	ok(k8stime_parse(NULL) == K8STIME_NONE, "no text is no time");
}

static void writing_times(void)
{
	char text[32];
	int64_t day;

	is(k8stime_format(1795341600, text), "2026-11-22T10:00:00Z", "the API server's form");
	is(k8stime_format(-1, text), "1969-12-31T23:59:59Z", "also before 1970");
	is(k8stime_format(-62167219200, text), "0000-01-01T00:00:00Z", "with four digits of year");
	is(k8stime_format(253402300800, text), "10000-01-01T00:00:00Z", "or more");
	is(k8stime_format(INT64_MAX, text), "292277026596-12-04T15:30:07Z", "to the last second");
	is(k8stime_format(INT64_MIN + 1, text), "-292277022657-01-27T08:29:53Z", "from the first");
	is(k8stime_format(K8STIME_NONE, text), "<unknown>", "no time has kubectl's word");
	/* every day of 800 years there and back */
	for (day = -146097; day < 146097; day++)
		if (k8stime_parse(k8stime_format(day * 86400 + 4711, text)) != day * 86400 + 4711)
			break;
	ok(day == 146097, "what is written is read back");
}

static const struct {
	int64_t seconds;
	const char *text;
} ages[] = {
	{ 0, "0s" }, { 119, "119s" }, { 120, "2m" },
	{ 121, "2m1s" }, { 599, "9m59s" }, { 600, "10m" },
	{ 601, "10m" }, { 3600, "60m" }, { 10799, "179m" },
	{ 10800, "3h" }, { 10860, "3h1m" }, { 28799, "7h59m" },
	{ 28800, "8h" }, { 30600, "8h" }, { 172799, "47h" },
	{ 172800, "2d" }, { 176400, "2d1h" }, { 691199, "7d23h" },
	{ 691200, "8d" }, { 63071999, "729d" }, { 63072000, "2y" },
	{ 63158400, "2y1d" }, { 252287999, "7y364d" }, { 252288000, "8y" },
	{ 252374400, "8y" }, { -1, "0s" }, { -2, "<invalid>" },
	{ INT64_MIN, "<invalid>" }, { INT64_MAX, "292471208677y" },
};

static void showing_ages(void)
{
	char text[16];

	for (size_t i = 0; i < sizeof ages / sizeof *ages; i++)
		is(k8stime_age(ages[i].seconds, text), ages[i].text, ages[i].text);
}

static const struct {
	const char *text;
	int64_t nanoseconds;
} durations[] = {
	{ "0", 0 },
	{ "-0", 0 },
	{ "5s", 5000000000 },
	{ "-2h", -7200000000000 },
	{ "+1m30s", 90000000000 },
	{ "500ms", 500000000 },
	{ "1us1ns", 1001 },
	{ "3\xc2\xb5s", 3000 },
	{ "3\xce\xbcs", 3000 },
	{ ".5s", 500000000 },
	{ "1.s", 1000000000 },
	{ "1.5h", 5400000000000 },
	{ "0.3333333333333333333h", 1200000000000 },
	{ "0.100000000000000000000h", 360000000000 },
	{ "1s2h3s", 7204000000000 },
	{ "9223372036854775807ns", INT64_MAX },
	{ "-9223372036854775808ns", INT64_MIN },
	{ "2562047h47m16.854775807s", INT64_MAX },
	{ "9223372036854.775807ms", INT64_MAX },
	{ "-9223372036854775808ns9223372036854775808ns", 0 }, /* in Go, too */
};

static const char *const no_durations[] = {
	"", "-", "+", "1", "s", ".s", "-.s", "1d", "1H", "1 s", "1s ", " 1s", "1e3s",
	"--1s", "1.2.3s", "3\xc2s", "1sm", "00", "3000000h", "9223372036854775808ns",
	"-9223372036854775809ns", "2562047h47m16.854775808s", "99999999999999999999ns",
	"9223372036854775807ns1ns", "5124096h", "-9223372036854775808ns9223372036.9s",
};

static void reading_durations(void)
{
	for (size_t i = 0; i < sizeof durations / sizeof *durations; i++) {
		int64_t n = 42;

		ok(!k8stime_duration(durations[i].text, &n) && n == durations[i].nanoseconds,
		   "duration \"%s\" (%lld)", durations[i].text, (long long)n);
	}
	for (size_t i = 0; i < sizeof no_durations / sizeof *no_durations; i++) {
		int64_t n = 42;

		ok(k8stime_duration(no_durations[i], &n) && n == 42, "no duration \"%s\"",
		   no_durations[i]);
	}
	ok(k8stime_duration(NULL, &(int64_t){ 0 }), "no text is no duration");
}

static void telling_the_time(void)
{
	unsetenv("SOURCE_DATE_EPOCH");
	ok(k8stime_now() > 1700000000, "now is now");
	setenv("SOURCE_DATE_EPOCH", "1795341600", 1);
	ok(k8stime_now() == 1795341600, "unless $SOURCE_DATE_EPOCH says otherwise");
	setenv("SOURCE_DATE_EPOCH", "yesterday", 1);
	ok(k8stime_now() > 1700000000, "in seconds");
}

int main(void)
{
	reading_times();
	writing_times();
	showing_ages();
	reading_durations();
	telling_the_time();
	return tap_end();
}
