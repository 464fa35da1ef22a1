/*
 * What is written, as JSON and as YAML. Expected texts are kubectl's; yaml.data has the
 * strings, whole documents are here.
 */
#include "kube/json_write.h"
#include "data.h"
#include "tap.h"

#include <stdlib.h>

#define DATA "tests/unit/yaml.data"

/* A stream into memory, and what went into it. */
struct sheet {
	FILE *out;
	char *text;
	size_t len;
};

static void sheet_open(struct sheet *s)
{
	s->out = open_memstream(&s->text, &s->len);
}

static void sheet_is(struct sheet *s, const char *expected, const char *what)
{
	fclose(s->out);
	is(s->text, expected, what);
	free(s->text);
}

static struct json parse(struct json_doc *doc, char *text)
{
	struct json root;
	struct error err;

	if (json_parse(doc, text, strlen(text), &root, &err))
		printf("# %s: %s\n", text, err.text);
	return root;
}

static const struct {
	const char *name, *text, *pretty, *yaml; /* sorted */
} documents[] = {
	{ "order", "{\"b\":1,\"a10\":2,\"a9\":3,\"B\":4,\"_\":5,\"a\":6,\"\":7,\"a09\":8}",
	  "{\n    \"\": 7,\n    \"B\": 4,\n    \"_\": 5,\n    \"a\": 6,\n    \"a09\": 8,\n"
	  "    \"a10\": 2,\n    \"a9\": 3,\n    \"b\": 1\n}\n",
	  "\"\": 7\n_: 5\nB: 4\na: 6\na9: 3\na09: 8\na10: 2\nb: 1\n" },
	{ "zeros inside numbers", "{\"a100\":1,\"a1_0\":2,\"a1-0\":3,\"a1010\":4,\"a10.0\":5,"
	  "\"a10\":6}",
	  "{\n    \"a1-0\": 3,\n    \"a10\": 6,\n    \"a10.0\": 5,\n    \"a100\": 1,\n"
	  "    \"a1010\": 4,\n    \"a1_0\": 2\n}\n",
	  "a1-0: 3\na1_0: 2\na10: 6\na10.0: 5\na100: 1\na1010: 4\n" },
	{ "a zero is a digit of its number", "{\"a100\":1,\"a11\":2,\"b0\":3,\"b00\":4}",
	  "{\n    \"a100\": 1,\n    \"a11\": 2,\n    \"b0\": 3,\n    \"b00\": 4\n}\n",
	  "a11: 2\na100: 1\nb0: 3\nb00: 4\n" },
	{ "equal names", "{\"a\":1,\"b\":2,\"a\":{\"c\":3}}",
	  "{\n    \"a\": {\n        \"c\": 3\n    },\n    \"b\": 2\n}\n", "a:\n  c: 3\nb: 2\n" },
	{ "lists", "{\"a\":[1,[2,[3,{\"b\":[4]}]],[],{}],\"c\":{},\"d\":[]}",
	  "{\n    \"a\": [\n        1,\n        [\n            2,\n            [\n"
	  "                3,\n                {\n                    \"b\": [\n"
	  "                        4\n                    ]\n                }\n"
	  "            ]\n        ],\n        [],\n        {}\n    ],\n    \"c\": {},\n"
	  "    \"d\": []\n}\n",
	  "a:\n- 1\n- - 2\n  - - 3\n    - b:\n      - 4\n- []\n- {}\nc: {}\nd: []\n" },
	{ "mappings in lists", "[{\"name\":\"a\",\"env\":[{\"name\":\"b\","
	  "\"value\":\"x\\ny\\n\"}],\"z\":null}]",
	  "[\n    {\n        \"env\": [\n            {\n                \"name\": \"b\",\n"
	  "                \"value\": \"x\\ny\\n\"\n            }\n        ],\n"
	  "        \"name\": \"a\",\n        \"z\": null\n    }\n]\n",
	  "- env:\n  - name: b\n    value: |\n      x\n      y\n  name: a\n  z: null\n" },
	{ "a block at the end of a list", "{\"a\":[\"x\\ny\",\"z\\n\\n\"],\"b\":\" q\\n\"}",
	  "{\n    \"a\": [\n        \"x\\ny\",\n        \"z\\n\\n\"\n    ],\n    \"b\": \" "
	  "q\\n\"\n}\n",
	  "a:\n- |-\n  x\n  y\n- |+\n  z\n\nb: |2\n   q\n" },
	{ "names in quotes", "{\"yes\":1,\"1\":2,\"a: b\":3,\"\":4,\"a\\tb\":5,\" \":6}",
	  "{\n    \"\": 4,\n    \" \": 6,\n    \"1\": 2,\n    \"a\\tb\": 5,\n    \"a: b\": 3,\n"
	  "    \"yes\": 1\n}\n",
	  "\"\": 4\n' ': 6\n\"1\": 2\n\"a\\tb\": 5\n'a: b': 3\n\"yes\": 1\n" },
	{ "names of several lines", "{\"a\\nb\":{\"c\":1},\"d\\n\":[1,2],\"e\\nf\":\"g\"}",
	  "{\n    \"a\\nb\": {\n        \"c\": 1\n    },\n    \"d\\n\": [\n        1,\n        2\n"
	  "    ],\n    \"e\\nf\": \"g\"\n}\n",
	  "? |-\n  a\n  b\n: c: 1\n? |\n  d\n: - 1\n  - 2\n? |-\n  e\n  f\n: g\n" },
	{ "numbers", "[0,-0,1.0,1.50,1e3,1e21,100000000000000000000,0.00001,1234567.5,123456.5,"
	  "-1e-7,"
	  "12345678901234567890,9223372036854775807,-9223372036854775808,1e20,0.1,1E400]",
	  "[\n    0,\n    0,\n    1,\n    1.5,\n    1000,\n    1e+21,\n    100000000000000000000,\n"
	  "    0.00001,\n    1234567.5,\n    123456.5,\n    -1e-7,\n    12345678901234567000,\n"
	  "    9223372036854775807,\n    -9223372036854775808,\n    100000000000000000000,\n"
	  "    0.1,\n    1E400\n]\n",
	  "- 0\n- 0\n- 1\n- 1.5\n- 1000\n- 1e+21\n- 1e+20\n- 1e-05\n- 1.2345675e+06\n- 123456.5\n"
	  "- -1e-07\n- 12345678901234567000\n- 9223372036854775807\n- -9223372036854775808\n"
	  "- 1e+20\n- 0.1\n- 1E400\n" },
	{ "words", "[true,false,null]", "[\n    true,\n    false,\n    null\n]\n",
	  "- true\n- false\n- null\n" },
	{ "one string", "\"a\"", "\"a\"\n", "a\n" },
	{ "one block", "\"a\\nb\\n\"", "\"a\\nb\\n\"\n", "|\n  a\n  b\n" },
	{ "one number", "1", "1\n", "1\n" },
	{ "an empty list", "[]", "[]\n", "[]\n" },
	{ "an empty object", "{}", "{}\n", "{}\n" },
	{ "escapes", "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f<>&\"",
	  "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7F\\u003c\\u003e\\u0026\"\n",
	  "\"\\\"\\\\/\\b\\f\\n\\r\\t\\x01\\x1F\\x7F<>&\"\n" },
	{ "beyond ASCII", "\"\\u2028\\u2029\\u0080é😀\"", "\"\\u2028\\u2029\xC2\x80é😀\"\n",
	  "\"\\L\\P\\x80é\\U0001F600\"\n" },
};

static void write_documents(struct json_doc *doc)
{
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
		AUTO(buf_free) struct buf text = { 0 };
		struct sheet pretty, yaml;
		struct json root;

		buf_puts(&text, documents[i].text);
		root = parse(doc, text.at);
		sheet_open(&pretty);
		json_put(&(struct json_writer){ .out = pretty.out }, NULL, root, true);
		sheet_is(&pretty, documents[i].pretty, documents[i].name);
		sheet_open(&yaml);
		json_put(&(struct json_writer){ .out = yaml.out, .format = JSON_YAML }, NULL, root,
		         true);
		sheet_is(&yaml, documents[i].yaml, documents[i].name);
	}
}

/* One line of the data: two JSON strings with a tab between them. */
static void write_string(struct json_doc *doc, struct json_doc *other, char *line)
{
	char *tab = strchr(line, '\t'), name[64];
	AUTO(buf_free) struct buf expected = { 0 };
	struct sheet sheet;
	struct json_writer w = { .format = JSON_YAML };
	const char *text;

	*tab = '\0';
	snprintf(name, sizeof name, "the string %.40s", line);
	text = json_str(parse(doc, line));
	buf_addf(&expected, "k: %s\n", json_str(parse(other, tab + 1)));
	sheet_open(&sheet);
	w.out = sheet.out;
	json_begin(&w, NULL, '{');
	json_put_str(&w, "k", text);
	json_end(&w);
	sheet_is(&sheet, expected.at, name);
}

static void write_strings(struct json_doc *doc)
{
	struct json_doc *other = json_doc_new();
	struct data data;

	if (ok(data_open(&data, DATA), "%s can be read", DATA))
		while (data_line(&data))
			write_string(doc, other, data.line);
	json_doc_free(&other);
}

static void calls(struct json_writer *w)
{
	json_begin(w, NULL, '{');
	json_put_str(w, "kind", "Report");
	json_put_str(w, "nothing", NULL);
	json_begin(w, "items", '[');
	json_put_int(w, NULL, -3);
	json_put_bool(w, NULL, true);
	json_put(w, NULL, (struct json){ NULL, 0 }, true);
	json_begin(w, NULL, '{');
	json_put_number(w, "n", "1.50");
	json_put_null(w, "z");
	json_end(w);
	json_end(w);
	json_begin(w, "empty", '{');
	json_end(w);
	json_end(w);
	json_put_int(w, NULL, 2);
}

static void write_calls(enum json_format format, const char *expected, const char *name)
{
	struct sheet sheet;

	sheet_open(&sheet);
	calls(&(struct json_writer){ .out = sheet.out, .format = format });
	sheet_is(&sheet, expected, name);
}

static void unsorted(struct json_doc *doc)
{
	char text[] = "{\"b\":{\"z\":1,\"y\":2},\"a\":[]}";
	struct sheet sheet;

	sheet_open(&sheet);
	json_put(&(struct json_writer){ .out = sheet.out, .format = JSON_COMPACT }, NULL,
	         parse(doc, text), false);
	sheet_is(&sheet, "{\"b\":{\"z\":1,\"y\":2},\"a\":[]}\n", "the order of the document");
}

static void not_utf8(void)
{
	struct sheet json, yaml;
	AUTO(buf_free) struct buf quoted = { 0 };

	sheet_open(&json);
	json_put_str(&(struct json_writer){ .out = json.out }, NULL, "a\xFF\xC3(\xE2\x82");
	sheet_is(&json, "\"a\\ufffd\\ufffd(\\ufffd\\ufffd\"\n", "bytes that are no text, in JSON");
	sheet_open(&yaml);
	json_put_str(&(struct json_writer){ .out = yaml.out, .format = JSON_YAML }, NULL, "a\xFF");
	sheet_is(&yaml, "a\xEF\xBF\xBD\n", "and in YAML");
	json_quote(&quoted, "");
	json_quote(&quoted, "<\x01>");
	is(quoted.at, "\"\"\"\\u003c\\u0001\\u003e\"", "strings put together by hand");
}

static void long_names(void)
{
	AUTO(buf_free) struct buf name = { 0 }, expected = { 0 };
	struct sheet sheet;
	struct json_writer w = { .format = JSON_YAML };

	for (int i = 0; i < 128; i++)
		buf_putc(&name, 'n');
	buf_addf(&expected, "%s: 1\n? %sn\n: 2\n", name.at, name.at);
	sheet_open(&sheet);
	w.out = sheet.out;
	json_begin(&w, NULL, '{');
	json_put_int(&w, name.at, 1);
	buf_putc(&name, 'n');
	json_put_int(&w, name.at, 2);
	json_end(&w);
	sheet_is(&sheet, expected.at, "a name of 128 bytes, and one of 129");
}

static void deepest(struct json_doc *doc)
{
	char text[2 * JSON_DEPTH_MAX + 1];
	AUTO(buf_free) struct buf expected = { 0 };
	struct sheet sheet;

	memset(text, '[', JSON_DEPTH_MAX);
	memset(text + JSON_DEPTH_MAX, ']', JSON_DEPTH_MAX);
	text[2 * JSON_DEPTH_MAX] = '\0';
	for (int i = 1; i < JSON_DEPTH_MAX; i++)
		buf_puts(&expected, "- ");
	buf_puts(&expected, "[]\n");
	sheet_open(&sheet);
	json_put(&(struct json_writer){ .out = sheet.out, .format = JSON_YAML }, NULL,
	         parse(doc, text), true);
	sheet_is(&sheet, expected.at, "as deep as a document can be");
}

int main(void)
{
	struct json_doc *doc = json_doc_new();

	write_documents(doc);
	write_strings(doc);
	write_calls(JSON_PRETTY,
	            "{\n    \"kind\": \"Report\",\n    \"items\": [\n        -3,\n        true,\n"
	            "        {\n            \"n\": 1.50,\n            \"z\": null\n        }\n"
	            "    ],\n    \"empty\": {}\n}\n2\n", "calls, pretty");
	write_calls(JSON_COMPACT,
	            "{\"kind\":\"Report\",\"items\":[-3,true,{\"n\":1.50,\"z\":null}],"
	            "\"empty\":{}}\n2\n",
	            "calls, compact");
	write_calls(JSON_YAML,
	            "kind: Report\nitems:\n- -3\n- true\n- \"n\": 1.50\n  z: null\nempty: {}\n"
	            "---\n2\n",
	            "calls, YAML, two documents");
	unsorted(doc);
	not_utf8();
	long_names();
	deepest(doc);
	json_doc_free(&doc);
	return tap_end();
}
