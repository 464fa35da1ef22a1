/* Quantities: what is read, what is refused, sums, and Kubernetes' canonical text. */
#include "kube/quantity.h"
#include "tap.h"

#include <stdlib.h>

#define MOST INT64_MAX
#define DEC QUANTITY_DECIMAL
#define BIN QUANTITY_BINARY
#define EXP QUANTITY_EXPONENT

struct row {
	const char *text;
	int64_t units;
	int32_t nanos;
	enum quantity_form form;
	const char *canonical;
};

static const struct row good[] = {
	{ "0", 0, 0, DEC, "0" },
	{ "1", 1, 0, DEC, "1" },
	{ "+1", 1, 0, DEC, "1" },
	{ "-1", -1, 0, DEC, "-1" },
	{ "1000", 1000, 0, DEC, "1k" },
	{ "1500m", 1, 500000000, DEC, "1500m" },
	{ "0.1", 0, 100000000, DEC, "100m" },
	{ ".5", 0, 500000000, DEC, "500m" },
	{ "5.", 5, 0, DEC, "5" },
	{ "1.G", 1000000000, 0, DEC, "1G" },
	{ "-1.5", -1, -500000000, DEC, "-1500m" },
	{ "100u", 0, 100000, DEC, "100u" },
	{ "7n", 0, 7, DEC, "7n" },
	{ "1E", 1000000000000000000, 0, DEC, "1E" },
	{ "1Ei", 1152921504606846976, 0, BIN, "1Ei" },
	{ "1e3", 1000, 0, EXP, "1e3" },
	{ "1E3", 1000, 0, EXP, "1e3" },
	{ "12e+2", 1200, 0, EXP, "1200" },
	{ "12e-4", 0, 1200000, EXP, "1200e-6" },
	{ "1e4294967299", 1000, 0, EXP, "1e3" }, /* Kubernetes keeps 32 bits */
	{ "2Gi", 2147483648, 0, BIN, "2Gi" },
	{ "0.5Gi", 536870912, 0, BIN, "512Mi" },
	{ "1.5Ki", 1536, 0, BIN, "1536" },
	{ "1000Ki", 1024000, 0, BIN, "1000Ki" },
	{ "0.5Ki", 512, 0, BIN, "512" },
	{ "0.9765625Ki", 1000, 0, BIN, "1k" },
	{ "0.0009765625Ki", 1, 0, BIN, "1" },
	{ "0.0001Ki", 0, 102400000, DEC, "102400u" },
	{ "1.0001Ki", 1024, 102400000, BIN, "1024102400u" },
	{ "-0.5Gi", -536870912, 0, BIN, "-512Mi" },
	/* finer than a nano: away from zero */
	{ "0.0000000001", 0, 1, DEC, "1n" },
	{ "-1.0000000001", -1, -1, DEC, "-1000000001n" },
	{ "1e-100", 0, 1, EXP, "1e-9" },
	{ "0.00000000000000000000000000000000000000000000001Ei", 0, 1, DEC, "1n" },
	/* the cap */
	{ "9223372036854775807", MOST, 0, DEC, "9223372036854775807" },
	{ "9223372036854775808", MOST, 0, DEC, "9223372036854775807" },
	{ "9223372036854775806.9999999999", MOST, 0, DEC, "9223372036854775807" },
	{ "-9223372036854775806.999999999e0", INT64_MIN + 2, -999999999, EXP,
	  "-9223372036854775806999999999e-9" },
	{ "8Ei", MOST, 0, BIN, "9223372036854775807" },
	{ "7Ei", 8070450532247928832, 0, BIN, "7Ei" },
	{ "-9Ei", -MOST, 0, BIN, "-9223372036854775807" },
	{ "1e2147483647", MOST, 0, EXP, "9223372036854775807" },
	{ "00000000000000000000000000000000000000000000000000000000000001", 1, 0, DEC, "1" },
	/* nothing before the suffix is 0 */
	{ "+", 0, 0, DEC, "0" },
	{ ".", 0, 0, DEC, "0" },
	{ "k", 0, 0, DEC, "0" },
	{ "n", 0, 0, DEC, "0" },
	{ "e-9", 0, 0, EXP, "0" },
	{ "Ti", 0, 0, BIN, "0" },
	{ "0Pi", 0, 0, BIN, "0" },
};

static const char *const bad[] = {
	"",    " ",   "1 ",   " 1",    "1K",    "1ki",    "1kb",         "1B",     "128MB",
	"1.2.3", "--1", "+-1",  "1e",    "1e+",   "1e1.5",  "1Ee3",        "1Eim",   "1m3",
	"1k5", "0x10", "1,5",  "Infinity", "1e9223372036854775808", "Pi",  ".Ei", "e-10", "1+3",
	"1mi", "1\xc2\xb5", "abc", "1e 3",
};

static void reading(void)
{
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct quantity q = { -7, -7, BIN };
		const struct row *r = &good[i];
		char text[40];

		ok(!quantity_parse(r->text, &q) && q.units == r->units && q.nanos == r->nanos &&
		           q.form == r->form,
		   "%s is read (%lld %d %d)", r->text, (long long)q.units, q.nanos, (int)q.form);
		is(quantity_format(q, text), r->canonical, r->text);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct quantity q = { -7, -7, BIN };

		ok(quantity_parse(bad[i], &q) && q.units == -7 && q.nanos == -7 && q.form == BIN,
		   "\"%s\" is refused and nothing is touched", bad[i]);
	}
	ok(quantity_parse(NULL, &(struct quantity){ 0 }), "nothing is refused");
}

/* More digits than any memory of ours: a million of them and a power to bring them down. */
static void long_number(void)
{
	static char text[1000020];
	struct quantity q;

	memset(text, '9', 1000000);
	memcpy(text + 1000000, "e-999999", sizeof "e-999999");
	ok(!quantity_parse(text, &q) && q.units == 10 && !q.nanos, "a million nines are 10");
	memset(text, '0', 999999);
	ok(!quantity_parse(text, &q) && !q.units && q.nanos == 1,
	   "a million digits below a nano are one");
}

static struct quantity of(const char *text)
{
	struct quantity q;

	if (quantity_parse(text, &q))
		abort();
	return q;
}

static void sum_is(const char *a, const char *b, const char *expected)
{
	char text[40];

	is(quantity_format(quantity_add(of(a), of(b)), text), expected, expected);
}

static void product_is(const char *a, int64_t factor, const char *expected)
{
	char text[40];

	is(quantity_format(quantity_times(of(a), factor), text), expected, expected);
}

static void arithmetic(void)
{
	sum_is("500m", "1Gi", "1073741824500m");
	sum_is("0", "1Gi", "1Gi");
	sum_is("1Gi", "1G", "2073741824");
	sum_is("1500m", "-2", "-500m");
	sum_is("9E", "9E", "9223372036854775807");
	sum_is("-9E", "-9E", "-9223372036854775807");
	product_is("1500m", 3, "4500m");
	product_is("333333333n", -3, "-999999999n");
	product_is("1Gi", 0, "0");
	product_is("5E", 2, "9223372036854775807");
	product_is("5E", -2, "-9223372036854775807");
	product_is("999999999n", INT64_MAX, "9223372027631403770145224193n");
	product_is("9223372036854775806999999999n", INT64_MIN, "-9223372036854775807");
	ok(quantity_cmp(of("1Ki"), of("1024")) == 0, "1Ki equals 1024");
	ok(quantity_cmp(of("1n"), of("0")) > 0 && quantity_cmp(of("-1n"), of("0")) < 0,
	   "a nano is not 0");
	ok(quantity_cmp(of("9E"), of("-9E")) > 0, "far apart");
	ok(quantity_is_zero(of("0Gi")) && !quantity_is_zero(of("1n")), "zero");
	ok(quantity_max(of("1Ki"), of("1k")).units == 1024, "the larger of two");
	ok(quantity_max(of("1"), of("1Ki")).form == BIN, "either way round");
}

static void derived(void)
{
	ok(quantity_milli(of("1500m")) == 1500, "thousandths");
	ok(quantity_milli(of("1n")) == 1 && quantity_milli(of("-1n")) == -1, "away from zero");
	ok(quantity_milli(of("9E")) == INT64_MAX && quantity_milli(of("-9E")) == INT64_MIN,
	   "saturating");
	ok(quantity_ratio_percent(of("5"), of("2")) == 250, "5 is 2.5 times 2");
	ok(quantity_ratio_percent(of("1Gi"), of("1Mi")) == 102400, "across forms");
	ok(quantity_ratio_percent(of("2"), of("3")) == 66, "cut, not rounded");
	ok(quantity_ratio_percent(of("1"), of("0")) == 0, "nothing is a multiple of 0");
	ok(quantity_ratio_percent(of("9E"), of("1n")) == INT64_MAX, "saturating too");
}

int main(void)
{
	reading();
	long_number();
	arithmetic();
	derived();
	return tap_end();
}
