/* Quoting, showing what cannot be seen, system errors: Go's results, measured. */
#include "kube/gotext.h"

#include "tap.h"

#include <errno.h>

static void quotes(const char *text, const char *expected)
{
	AUTO(buf_free) struct buf out = { 0 };

	gotext_quote(&out, text);
	is(buf_text(&out), expected, "is quoted");
}

static void shows(const char *text, const char *expected)
{
	AUTO(buf_free) struct buf out = { 0 };

	gotext_visible(&out, text);
	is(buf_text(&out), expected, "is shown");
}

int main(void)
{
	char text[80];
	uint32_t rune;

	quotes("", "\"\"");
	quotes("name-1", "\"name-1\"");
	quotes("a\"b\\c'd", "\"a\\\"b\\\\c'd\"");
	quotes("\a\b\f\n\r\t\v", "\"\\a\\b\\f\\n\\r\\t\\v\"");
	quotes("\x1b[1m\x7f", "\"\\x1b[1m\\x7f\"");
	quotes("\xc3\xa9 \xe4\xb8\xad \xf0\x9f\x98\x80", "\"\xc3\xa9 \xe4\xb8\xad \xf0\x9f\x98\x80\"");
	quotes("\xff\xc3", "\"\\xff\\xc3\"");
	quotes("\xc0\x80\xed\xa0\x80", "\"\\xc0\\x80\\xed\\xa0\\x80\"");
	quotes("\xc2\x85\xc2\xa0\xc2\xad\xe2\x80\x8b", "\"\\u0085\\u00a0\\u00ad\\u200b\"");
	quotes("\xef\xbf\xbd\xef\xbb\xbf", "\"\xef\xbf\xbd\\ufeff\"");
	quotes("\xf3\xa0\x80\x81", "\"\\U000e0001\"");
	shows("plain \xc3\xa9\t\n", "plain \xc3\xa9\t\n");
	shows("\x1b[1m\x7f\xc2\x9b", "U+001B[1mU+007FU+009B");
	shows("\xe2\x80\xae\xe2\x80\xa8\xc2\xa0", "U+202E\xe2\x80\xa8\xc2\xa0");
	shows("\xff", "\xef\xbf\xbd");
	is(gotext_errno(ENOENT, text), "no such file or directory", "ENOENT");
	is(gotext_errno(EACCES, text), "permission denied", "EACCES");
	is(gotext_errno(EISDIR, text), "is a directory", "EISDIR");
	ok(gotext_rune("\xf0\x9f\x98\x80", &rune) == 4 && rune == 0x1f600, "four bytes");
	ok(gotext_rune("\xf5\x9f", &rune) == 1 && rune == 0xfffd, "no such byte");
	ok(gotext_rune("", &rune) == 0, "the end");
	return tap_end();
}
