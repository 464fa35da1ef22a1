/*
 * Scalars: what each becomes as a value and as a key. Every row was asked of
 * sigs.k8s.io/yaml v1.6.0 (go-yaml v2.4.4).
 */
#include "kube/scalar.h"
#include "tap.h"

static const struct row {
	const char *text, *value, *name; /* NULL: refused */
} plain[] = {
	/* strings */
	{ "web", "\"web\"", "\"web\"" },
	{ "a \"b\"\t\\ \x01", "\"a \\\"b\\\"\\t\\\\ \\u0001\"", "\"a \\\"b\\\"\\t\\\\ \\u0001\"" },
	{ "\x7f\xC3\xA9\xF0\x9F\x98\x80", "\"\x7f\xC3\xA9\xF0\x9F\x98\x80\"",
	  "\"\x7f\xC3\xA9\xF0\x9F\x98\x80\"" },
	{ "<<", "\"<<\"", "\"<<\"" },
	{ "name", "\"name\"", "\"name\"" },
	{ "tRue", "\"tRue\"", "\"tRue\"" },
	{ "nULL", "\"nULL\"", "\"nULL\"" },
	{ "yes ", "\"yes \"", "\"yes \"" },
	{ "inf", "\"inf\"", "\"inf\"" },
	{ ".iNF", "\".iNF\"", "\".iNF\"" },
	{ "2001-12-14", "\"2001-12-14\"", "\"2001-12-14\"" },
	{ "2001-12-14T21:59:43Z", "\"2001-12-14T21:59:43Z\"", "\"2001-12-14T21:59:43Z\"" },
	{ "1:30", "\"1:30\"", "\"1:30\"" },
	{ "190:20:30.15", "\"190:20:30.15\"", "\"190:20:30.15\"" },
	{ "1Gi", "\"1Gi\"", "\"1Gi\"" },
	{ "500m", "\"500m\"", "\"500m\"" },
	{ "25%", "\"25%\"", "\"25%\"" },
	{ "10.0.0.1", "\"10.0.0.1\"", "\"10.0.0.1\"" },
	{ "-", "\"-\"", "\"-\"" },
	{ "+", "\"+\"", "\"+\"" },
	{ ".", "\".\"", "\".\"" },
	{ "-.", "\"-.\"", "\"-.\"" },
	{ "e1", "\"e1\"", "\"e1\"" },
	{ ".e1", "\".e1\"", "\".e1\"" },
	{ "1e", "\"1e\"", "\"1e\"" },
	{ "1e3.5", "\"1e3.5\"", "\"1e3.5\"" },
	{ "1..2", "\"1..2\"", "\"1..2\"" },
	{ "0x", "\"0x\"", "\"0x\"" },
	{ "0xg", "\"0xg\"", "\"0xg\"" },
	{ "0o8", "\"0o8\"", "\"0o8\"" },
	{ "0b", "\"0b\"", "\"0b\"" },
	{ "0b2", "\"0b2\"", "\"0b2\"" },
	{ "_1", "\"_1\"", "\"_1\"" },
	{ "0x1p3", "\"0x1p3\"", "\"0x1p3\"" },
	{ "0x10000000000000000", "\"0x10000000000000000\"", "\"0x10000000000000000\"" },
	{ "1e400", "\"1e400\"", "\"1e400\"" },
	{ "-1e400", "\"-1e400\"", "\"-1e400\"" },
	{ "._5", "\"._5\"", "\"._5\"" },
	{ ".5_", "\".5_\"", "\".5_\"" },
	{ ".5__0", "\".5__0\"", "\".5__0\"" },
	/* words */
	{ "true", "true", "\"true\"" },   { "True", "true", "\"true\"" },
	{ "TRUE", "true", "\"true\"" },   { "yes", "true", "\"true\"" },
	{ "Yes", "true", "\"true\"" },    { "YES", "true", "\"true\"" },
	{ "on", "true", "\"true\"" },     { "On", "true", "\"true\"" },
	{ "ON", "true", "\"true\"" },     { "y", "true", "\"true\"" },
	{ "Y", "true", "\"true\"" },      { "false", "false", "\"false\"" },
	{ "False", "false", "\"false\"" }, { "FALSE", "false", "\"false\"" },
	{ "no", "false", "\"false\"" },   { "No", "false", "\"false\"" },
	{ "NO", "false", "\"false\"" },   { "off", "false", "\"false\"" },
	{ "Off", "false", "\"false\"" },  { "OFF", "false", "\"false\"" },
	{ "n", "false", "\"false\"" },    { "N", "false", "\"false\"" },
	{ "", "null", "\"\x01nothing cannot be a key; write it in quotes\"" },
	{ "~", "null", "\"\x01~ cannot be a key; write it in quotes\"" },
	{ "null", "null", "\"\x01null cannot be a key; write it in quotes\"" },
	{ "Null", "null", "\"\x01Null cannot be a key; write it in quotes\"" },
	{ "NULL", "null", "\"\x01NULL cannot be a key; write it in quotes\"" },
	{ ".inf", "\"\x01.inf is no JSON value; write it in quotes\"", "\".inf\"" },
	{ "+.Inf", "\"\x01+.Inf is no JSON value; write it in quotes\"", "\".inf\"" },
	{ "-.INF", "\"\x01-.INF is no JSON value; write it in quotes\"", "\"-.inf\"" },
	{ ".NaN", "\"\x01.NaN is no JSON value; write it in quotes\"", "\".nan\"" },
	/* whole numbers */
	{ "0", "0", "\"0\"" },
	{ "-0", "0", "\"0\"" },
	{ "00", "0", "\"0\"" },
	{ "8080", "8080", "\"8080\"" },
	{ "+1", "1", "\"1\"" },
	{ "-12", "-12", "\"-12\"" },
	{ "007", "7", "\"7\"" },
	{ "-010", "-8", "\"-8\"" },
	{ "0o17", "15", "\"15\"" },
	{ "0O17", "15", "\"15\"" },
	{ "0x1F", "31", "\"31\"" },
	{ "-0x1f", "-31", "\"-31\"" },
	{ "0b101", "5", "\"5\"" },
	{ "-0b11", "-3", "\"-3\"" },
	{ "0b-101", "-5", "\"-5\"" },
	{ "0b+1", "1", "\"1\"" },
	{ "1_000", "1000", "\"1000\"" },
	{ "1_", "1", "\"1\"" },
	{ "0_7", "7", "\"7\"" },
	{ "0x_1", "1", "\"1\"" },
	{ "9223372036854775807", "9223372036854775807", "\"9223372036854775807\"" },
	{ "-9223372036854775808", "-9223372036854775808", "\"-9223372036854775808\"" },
	{ "18446744073709551615", "18446744073709551615",
	  "\"\x01" "18446744073709551615 is too large for a key; write it in quotes\"" },
	{ "0xffffffffffffffff", "18446744073709551615",
	  "\"\x01" "0xffffffffffffffff is too large for a key; write it in quotes\"" },
	{ "0xffff", "65535", "\"65535\"" },
	/* fractions */
	{ "1.5", "1.5", "\"1.5\"" },
	{ "1.10", "1.10", "\"1.1\"" },
	{ "08", "8", "\"8\"" },
	{ "-00.5", "-0.5", "\"-0.5\"" },
	{ "+.5", "0.5", "\"0.5\"" },
	{ ".5", "0.5", "\"0.5\"" },
	{ ".5_0", "0.50", "\"0.5\"" },
	{ "5.", "5", "\"5\"" },
	{ "1.e3", "1e3", "\"1000\"" },
	{ "1E+3", "1E+3", "\"1000\"" },
	{ "1e-3", "1e-3", "\"0.001\"" },
	{ "1e-400", "1e-400", "\"0\"" },
	{ "0.00001", "0.00001", "\"1e-05\"" },
	{ "1e6", "1e6", "\"1e+06\"" },
	{ "999999.0", "999999.0", "\"999999\"" },
	{ "3.14159265358979", "3.14159265358979", "\"3.1415927\"" },
	{ "1e39", "1e39", "\".inf\"" },
	{ "-1e39", "-1e39", "\"-.inf\"" },
	{ "1e17", "100000000000000000", "\"1e+17\"" },
	{ "9007199254740993.0", "9007199254740992", "\"9.007199e+15\"" },
	{ "1e21", "1e21", "\"1e+21\"" },
	{ "-9223372036854775809", "-9223372036854776000", "\"-9.223372e+18\"" },
	{ "123456789012345678901234567890", "123456789012345678901234567890", "\"1.2345679e+29\"" },
	{ "1_000.5", "1000.5", "\"1000.5\"" },
};

static const struct tagged {
	const char *tag, *text, *value; /* value NULL: refused with the text `why` */
	const char *why;
} tagged[] = {
	{ SCALAR_TAG "str", "12", "\"12\"" },
	{ SCALAR_TAG "str", "", "\"\"" },
	{ "!", "12", "\"12\"" },
	{ "!local", "true", "\"true\"" },
	{ SCALAR_TAG "unknown", "12", "\"12\"" },
	{ SCALAR_TAG "merge", "<<", "\"<<\"" },
	{ SCALAR_TAG "int", "0x1F", "31" },
	{ SCALAR_TAG "int", "1.5", NULL, "cannot decode !!float `1.5` as a !!int" },
	{ SCALAR_TAG "int", "foo", NULL, "cannot decode !!str `foo` as a !!int" },
	{ SCALAR_TAG "int", "", NULL, "cannot decode !!null `` as a !!int" },
	{ SCALAR_TAG "float", "1.5", "1.5" },
	{ SCALAR_TAG "float", "12", "12" },
	{ SCALAR_TAG "float", "9007199254740993", "9007199254740992" },
	{ SCALAR_TAG "float", "18446744073709551615", NULL,
	  "cannot decode !!int `18446744073709551615` as a !!float" },
	{ SCALAR_TAG "bool", "yes", "true" },
	{ SCALAR_TAG "bool", "1", NULL, "cannot decode !!int `1` as a !!bool" },
	{ SCALAR_TAG "null", "~", "null" },
	{ SCALAR_TAG "null", "x", NULL, "cannot decode !!str `x` as a !!null" },
	{ SCALAR_TAG "binary", "aGVs\nbG8=", "\"hello\"" },
	{ SCALAR_TAG "binary", "/w==", "\"\xEF\xBF\xBD\"" },
	{ SCALAR_TAG "binary", "AGE=", "\"\\u0000a\"" },
	{ SCALAR_TAG "binary", "a", NULL, "!!binary value contains invalid base64 data" },
	{ SCALAR_TAG "timestamp", "2001-12-14", "\"2001-12-14\"" },
	{ SCALAR_TAG "timestamp", "2001-1-4t1:2:3.5-05:00", "\"2001-1-4t1:2:3.5-05:00\"" },
	{ SCALAR_TAG "timestamp", "2001-12-14  21:59:43", "\"2001-12-14  21:59:43\"" },
	{ SCALAR_TAG "timestamp", "2004-02-29T00:00:00Z", "\"2004-02-29T00:00:00Z\"" },
	{ SCALAR_TAG "timestamp", "2001-02-29", NULL,
	  "cannot decode !!str `2001-02-29` as a !!timestamp" },
	{ SCALAR_TAG "timestamp", "2001-12-14 21:59:43.10 -5", NULL,
	  "cannot decode !!str `2001-12-14 21:59:43.10 -5` as a !!timestamp" },
	{ SCALAR_TAG "timestamp", "2001-12-14T21:59", NULL,
	  "cannot decode !!str `2001-12-14T21:59` as a !!timestamp" },
	{ SCALAR_TAG "timestamp", "2001-12-14T21:59:43+5:00", NULL,
	  "cannot decode !!str `2001-12-14T21:59:43+5:00` as a !!timestamp" },
	{ SCALAR_TAG "timestamp", "12", NULL, "cannot decode !!int `12` as a !!timestamp" },
};

static void test_plain(const struct row *row)
{
	AUTO(buf_free) struct buf value = { 0 }, name = { 0 };
	struct scalar s = { .text = row->text, .len = strlen(row->text) };
	struct error err;

	ok(!scalar_add(&s, &value, &err) && !scalar_add_name(&s, &name, &err), "%s is read", row->text);
	is(buf_text(&value), row->value, "  as a value");
	is(buf_text(&name), row->name, "  as a key");
	buf_cut(&value, 0);
	s.quoted = true;
	scalar_add(&s, &value, &err);
	ok(buf_text(&value)[0] == '"', "  in quotes it is a string");
}

static void test_tagged(const struct tagged *row)
{
	AUTO(buf_free) struct buf value = { 0 };
	struct scalar s = { .text = row->text, .len = strlen(row->text), .tag = row->tag,
		            .quoted = true };
	struct error err = { 0 };
	int result = scalar_add(&s, &value, &err);

	ok(result == (row->value ? 0 : -1), "%s %s is %s", row->tag, row->text,
	   row->value ? "read" : "refused");
	is(row->value ? buf_text(&value) : err.text, row->value ? row->value : row->why, "  as");
}

static void test_bytes(void)
{
	AUTO(buf_free) struct buf out = { 0 };
	struct scalar s = { .text = "a\0b", .len = 3 };
	char long_text[200];

	scalar_add(&s, &out, NULL);
	is(buf_text(&out), "\"a\\u0000b\"", "a NUL inside is kept");
	s = (struct scalar){ .text = "y\0", .len = 2, .tag = SCALAR_TAG "bool" };
	ok(scalar_add(&s, &out, NULL) == -1, "and makes another word of a word");
	memset(long_text, '0', sizeof long_text);
	long_text[199] = '1';
	s = (struct scalar){ .text = long_text, .len = sizeof long_text };
	buf_cut(&out, 0);
	scalar_add(&s, &out, NULL);
	is(buf_text(&out), "1", "leading zeros are no digits");
}

int main(void)
{
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		test_plain(&plain[i]);
	for (size_t i = 0; i < sizeof tagged / sizeof *tagged; i++)
		test_tagged(&tagged[i]);
	test_bytes();
	return tap_end();
}
