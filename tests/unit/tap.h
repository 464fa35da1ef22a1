/*
 * tap.h - the smallest TAP producer: ok(condition, "what should hold"), then tap_end().
 *
 *	int main(void)
 *	{
 *		ok(quantity_parse("1Gi", &q) == 0, "a binary suffix is read");
 *		is(quantity_format(q, text), "1Gi", "and printed back");
 *		return tap_end();
 *	}
 */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_run, tap_failed;

__attribute__((unused, format(printf, 4, 5)))
static bool tap_ok(bool passed, const char *file, int line, const char *fmt, ...)
{
	char what[256];
	__builtin_va_list args;

	__builtin_va_start(args, fmt);
	vsnprintf(what, sizeof what, fmt, args);
	__builtin_va_end(args);
	tap_failed += !passed;
	printf("%sok %d - %s\n", passed ? "" : "not ", ++tap_run, what);
	if (!passed)
		printf("# at %s:%d\n", file, line);
	return passed;
}

__attribute__((unused))
static void tap_is(const char *got, const char *expected, const char *file, int line, const char *what)
{
	bool same = got && expected ? !strcmp(got, expected) : got == expected;

	if (!tap_ok(same, file, line, "%s", what))
		printf("# got:      %s\n# expected: %s\n", got ? got : "(null)", expected ? expected : "(null)");
}

#define ok(condition, ...) tap_ok((condition), __FILE__, __LINE__, __VA_ARGS__)
#define is(got, expected, what) tap_is((got), (expected), __FILE__, __LINE__, (what))

__attribute__((unused))
static int tap_end(void)
{
	printf("1..%d\n", tap_run);
	return tap_failed != 0;
}

#endif
