/* Tables as kubectl aligns them, CSV and text that nothing obeys. */
#include "pty.h"

#include "kube/print.h"
#include "tap.h"

struct row {
	const char *name, *message;
	int severity, line;
	int64_t bytes;
	bool new;
};

static const char *severity_name(int severity)
{
	static const char *const names[] = { "off", "info", NULL };

	return names[severity];
}

static const struct column columns[] = {
	COLUMN("NAME", "name", struct row, name, NULL, false),
	COLUMN("SEVERITY", "severity", struct row, severity, severity_name, false),
	COLUMN("LINE", "line", struct row, line, NULL, true),
	COLUMN(NULL, "bytes", struct row, bytes, NULL, false),
	COLUMN("NEW", "new", struct row, new, NULL, true),
	COLUMN("MESSAGE", "message", struct row, message, NULL, false),
	COLUMN_END
};

static const struct row first = { "a", "says \"hi\", twice", 1, 7, INT64_MIN, true };
static const struct row second = { "stra\xc3\x9f" "e-1", NULL, 2, -1, 5, false };
static const struct row third = { "", "=1+1\nmore", 0, 123456, 0, false };
static const void *const rows[] = { &first, &second, &third };

static char *written;
static FILE *out;

/* What is printed to `out` until fclose() is in `written` then. */
static void open_out(void)
{
	static size_t len;

	free(written);
	written = NULL;
	out = open_memstream(&written, &len);
}

static void table(size_t n, bool wide, bool no_headers)
{
	struct print_style style = { .wide = wide, .no_headers = no_headers };

	open_out();
	print_table(columns, rows, n, &style, out);
	fclose(out);
}

static void tables(void)
{
	table(3, false, false);
	is(written,
	   "NAME       SEVERITY   MESSAGE\n"
	   "a          info       says \"hi\", twice\n"
	   "stra\xc3\x9f" "e-1   <none>     <none>\n"
	   "<none>     off        =1+1...\n",
	   "columns are as wide as their longest cell and three spaces");
	table(2, true, false);
	is(written,
	   "NAME       SEVERITY   LINE   NEW     MESSAGE\n"
	   "a          info       7      true    says \"hi\", twice\n"
	   "stra\xc3\x9f" "e-1   <none>     -1     false   <none>\n",
	   "wide has more of them");
	table(1, false, true);
	is(written, "a     info   says \"hi\", twice\n", "without headers they do not count");
	table(0, false, false);
	is(written, "", "no rows, no header");
}

static void csv(void)
{
	open_out();
	print_csv(columns, rows, 3, out);
	fclose(out);
	is(written,
	   "name,severity,line,bytes,new,message\r\n"
	   "a,info,7,-9223372036854775808,true,\"says \"\"hi\"\", twice\"\r\n"
	   "stra\xc3\x9f" "e-1,,-1,5,false,\r\n"
	   ",off,123456,0,false,\"'=1+1\nmore\"\r\n",
	   "CSV as in RFC 4180");
}

static void csv_cells(void)
{
	static const char *const cells[][2] = {
		{ "plain text", "plain text" },
		{ "a,b", "\"a,b\"" },
		{ "a;b", "\"a;b\"" },
		{ "a\tb", "\"a\tb\"" },
		{ "a\r\nb", "\"a\r\nb\"" },
		{ "\"", "\"\"\"\"" },
		{ "=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\"" },
		{ "+1", "\"'+1\"" },
		{ "-1", "\"'-1\"" },
		{ "@SUM(1)", "\"'@SUM(1)\"" },
		{ "\t=1", "\"'\t=1\"" },
		{ "\r=1", "\"'\r=1\"" },
		{ "\n=1", "\"'\n=1\"" },
		{ "\xef\xbc\x9d" "1", "\"'\xef\xbc\x9d" "1\"" },
		{ "\xef\xbc\xa0" "1", "\"'\xef\xbc\xa0" "1\"" },
		{ "a=1", "a=1" },
		{ "\x1b[31m\x7f", "^[[31m\\x7f" },
	};

	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		static const struct column name[] = {
			COLUMN("N", "n", struct row, name, NULL, false), COLUMN_END
		};
		struct row row = { .name = cells[i][0] };
		const void *const all[] = { &row };
		char expected[128];

		open_out();
		print_csv(name, all, 1, out);
		fclose(out);
		snprintf(expected, sizeof expected, "n\r\n%s\r\n", cells[i][1]);
		is(written, expected, "a cell of CSV");
	}
}

static void members(void)
{
	struct json_writer w = { .format = JSON_COMPACT };

	open_out();
	w.out = out;
	json_begin(&w, NULL, '[');
	for (size_t i = 0; i < 2; i++) {
		json_begin(&w, NULL, '{');
		print_members(columns, rows[i], &w);
		json_end(&w);
	}
	json_end(&w);
	fclose(out);
	is(written,
	   "[{\"name\":\"a\",\"severity\":\"info\",\"line\":7,\"bytes\":-9223372036854775808,"
	   "\"new\":true,\"message\":\"says \\\"hi\\\", twice\"},{\"name\":\"stra\xc3\x9f"
	   "e-1\",\"line\":-1,\"bytes\":5,\"new\":false}]\n",
	   "members have their types, absent ones are left out");
}

static const char *const safe[][2] = {
	{ "", "" },
	{ "plain \xe2\x82\xac \xf0\x9f\x98\x80", "plain \xe2\x82\xac \xf0\x9f\x98\x80" },
	{ "one\ntwo\nthree", "one..." },
	{ "\n", "..." },
	{ "\x1b[2J\x1b]0;title\x07", "^[[2J^[]0;title\\x07" },
	{ "a\rb\tc\bd\fe\x7f", "a\\rb\\tc\\x08d\\x0ce\\x7f" },
	{ "\xc2\x9b" "31m", "\\u009b31m" },
	{ "\x9b" "31m", "\\x9b31m" },
	{ "\xff\xfe", "\\xff\\xfe" },
	{ "\xc3", "\\xc3" },
	{ "\xe2\x82", "\\xe2\\x82" },
	{ "\xed\xa0\x80", "\\xed\\xa0\\x80" },
	{ "\xc0\x9b", "\\xc0\\x9b" },
	{ "\xe2\x80\xae" "gpj.exe", "\\u202egpj.exe" },
	{ "\xe2\x81\xa6x\xe2\x81\xa9", "\\u2066x\\u2069" },
	{ "\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c", "\\u200e\\u200f\\u061c" },
	{ "\xe2\x80\xa8\xe2\x80\xa9", "\\u2028\\u2029" },
	{ "\xef\xbf\xbd", "\xef\xbf\xbd" },
	{ "a\\b", "a\\b" },
};

static void text(void)
{
	for (size_t i = 0; i < sizeof safe / sizeof *safe; i++) {
		AUTO(buf_free) struct buf b = { 0 };

		buf_puts(&b, ">");
		print_safe(&b, safe[i][0]);
		is(b.at + 1, safe[i][1], "text for a terminal");
	}
	ok(print_width("") == 0 && print_width("abc") == 3, "width of ASCII");
	ok(print_width("stra\xc3\x9f" "e \xe2\x82\xac \xf0\x9f\x98\x80") == 10,
	   "in code points");
}

static void terminal(void)
{
	struct pty pty = pty_open(100, 30), small = pty_open(0, 0);
	FILE *file = tmpfile();

	setenv("TERM", "xterm", 1);
	unsetenv("NO_COLOR");
	is(print_color(pty.terminal, COLOR_WARNING), "\033[33;1m", "a terminal gets colours");
	is(print_color(pty.terminal, COLOR_NONE), "\033[0m", "and their end");
	is(print_color(file, COLOR_WARNING), "", "a file gets none");
	is(print_color(file, COLOR_NONE), "", "nor their end");
	setenv("NO_COLOR", "", 1);
	is(print_color(pty.terminal, COLOR_ERROR), "", "NO_COLOR counts even when empty");
	unsetenv("NO_COLOR");
	setenv("TERM", "dumb", 1);
	is(print_color(pty.terminal, COLOR_ERROR), "", "a dumb terminal gets none");
	unsetenv("TERM");
	is(print_color(pty.terminal, COLOR_DIM), "\033[2m", "one without a name does");
	ok(print_terminal_width(pty.terminal) == 100, "its width");
	ok(print_terminal_height(pty.terminal) == 30, "its height");
	ok(print_terminal_width(small.terminal) == 80, "one that does not know is 80 wide");
	ok(print_terminal_height(small.terminal) == 24, "and 24 high");
	ok(!print_terminal_width(file) && !print_terminal_height(file), "a file has no size");
	fclose(file);
	pty_close(&pty);
	pty_close(&small);
}

int main(void)
{
	tables();
	csv();
	csv_cells();
	members();
	text();
	terminal();
	free(written);
	return tap_end();
}
