/* Numbers and truth values as Go's strconv reads them. */
#include "kube/strconv.h"
#include "tap.h"

#define SYNTAX "invalid syntax"
#define RANGE "value out of range"

static const struct {
	const char *text;
	int base;
	int64_t n;
	const char *why;
} numbers[] = {
	{ "0", 10, 0, NULL },
	{ "007", 10, 7, NULL },
	{ "+5", 10, 5, NULL },
	{ "-5", 10, -5, NULL },
	{ "9223372036854775807", 10, INT64_MAX, NULL },
	{ "-9223372036854775808", 10, INT64_MIN, NULL },
	{ "9223372036854775808", 10, 0, RANGE },
	{ "-9223372036854775809", 10, 0, RANGE },
	{ "18446744073709551615", 10, 0, RANGE },
	{ "18446744073709551616", 10, 0, RANGE },
	{ "99999999999999999999x", 10, 0, RANGE },
	{ "9223372036854775808x", 10, 0, SYNTAX },
	{ "", 10, 0, SYNTAX },
	{ "-", 10, 0, SYNTAX },
	{ "+", 0, 0, SYNTAX },
	{ "--1", 10, 0, SYNTAX },
	{ " 1", 10, 0, SYNTAX },
	{ "1 ", 10, 0, SYNTAX },
	{ "1.0", 10, 0, SYNTAX },
	{ "1_0", 10, 0, SYNTAX },
	{ "0x10", 10, 0, SYNTAX },
	{ "a", 10, 0, SYNTAX },
	{ "0", 0, 0, NULL },
	{ "-0", 0, 0, NULL },
	{ "500", 0, 500, NULL },
	{ "017", 0, 15, NULL },
	{ "018", 0, 0, SYNTAX },
	{ "0o17", 0, 15, NULL },
	{ "0O17", 0, 15, NULL },
	{ "0b101", 0, 5, NULL },
	{ "0B2", 0, 0, SYNTAX },
	{ "0x1f", 0, 31, NULL },
	{ "-0X1F", 0, -31, NULL },
	{ "0xg", 0, 0, SYNTAX },
	{ "0x", 0, 0, SYNTAX },
	{ "0z1", 0, 0, SYNTAX },
	{ "1_000", 0, 1000, NULL },
	{ "0x_1f", 0, 31, NULL },
	{ "0_7", 0, 7, NULL },
	{ "1__0", 0, 0, SYNTAX },
	{ "_1", 0, 0, SYNTAX },
	{ "1_", 0, 0, SYNTAX },
	{ "0x1_", 0, 0, SYNTAX },
	{ "0x_", 0, 0, SYNTAX },
	{ "0xffffffffffffffff", 0, 0, RANGE },
	{ "-0x8000000000000000", 0, INT64_MIN, NULL },
};

int main(void)
{
	static const char *const truths[] = { "1", "t", "T", "true", "TRUE", "True" };
	static const char *const lies[] = { "0", "f", "F", "false", "FALSE", "False" };
	static const char *const neither[] = { "", "tRUE", "yes", "2", "true " };

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		int64_t n = 42;

		is(strconv_int(numbers[i].text, numbers[i].base, &n), numbers[i].why,
		   numbers[i].text);
		ok(n == (numbers[i].why ? 42 : numbers[i].n), "gives %lld", (long long)n);
	}
	for (size_t i = 0; i < 6; i++) {
		bool yes = false, no = true;

		ok(!strconv_bool(truths[i], &yes) && yes, "%s is true", truths[i]);
		ok(!strconv_bool(lies[i], &no) && !no, "%s is false", lies[i]);
	}
	for (size_t i = 0; i < sizeof neither / sizeof *neither; i++) {
		bool value = i % 2;

		is(strconv_bool(neither[i], &value), SYNTAX, neither[i]);
		ok(value == i % 2, "and nothing is touched");
	}
	return tap_end();
}
