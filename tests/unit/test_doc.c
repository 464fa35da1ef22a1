/*
 * Documents: every input is read in one piece and byte by byte, and what comes of it is
 * written as compact JSON, one line a document, or as its error. The answers were asked
 * of sigs.k8s.io/yaml v1.6.0, which gives them without order, place and second document.
 */
#include "kube/doc.h"
#include "kube/json_write.h"
#include "kube/strings.h"
#include "tap.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

struct input {
	const char *text;
	size_t len, at, step;
	int fail_at; /* read fails there; 0: never */
};

static int read_input(void *arg, char *bytes, size_t size)
{
	struct input *in = arg;
	size_t n = in->len - in->at;

	if (in->fail_at && in->at >= (size_t)in->fail_at) {
		errno = EIO;
		return -1;
	}
	n = n < in->step ? n : in->step;
	n = n < size ? n : size;
	memcpy(bytes, in->text + in->at, n);
	in->at += n;
	return (int)n;
}

static void add_json(struct buf *out, struct json v)
{
	char *text;
	size_t len;
	FILE *stream = open_memstream(&text, &len);

	json_put(&(struct json_writer){ .out = stream, .format = JSON_COMPACT }, NULL, v, false);
	fclose(stream);
	buf_add(out, text, len);
	free(text);
}

static void add_all(struct buf *out, struct doc *d, struct input in)
{
	static const char *const words[] = { "", "item ", "rest " };
	struct error err;
	struct json root;
	int more;

	doc_open(d, read_input, &in, "f");
	while ((more = doc_next(d, &root, &err))) {
		if (more < 0) {
			buf_addf(out, "%s\n", err.text);
			continue;
		}
		buf_puts(out, words[doc_part(d)]);
		add_json(out, root);
	}
}

/* In one line, as a test's name. */
static const char *label(const char *text)
{
	static char line[80];
	size_t n = 0;

	for (; *text && n < sizeof line - 2; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '\n')
			line[n++] = '\\';
		line[n++] = c == '\n' ? 'n' : c >= ' ' && c < 0x7F && c != '#' ? *text : '?';
	}
	line[n] = '\0';
	return line;
}

static void expect(struct doc *d, const char *text, size_t len, const char *expected)
{
	AUTO(buf_free) struct buf whole = { 0 }, bytes = { 0 };

	add_all(&whole, d, (struct input){ text, len, 0, 1 << 20, 0 });
	add_all(&bytes, d, (struct input){ text, len, 0, 1, 0 });
	is(buf_text(&whole), expected, label(text));
	is(buf_text(&bytes), buf_text(&whole), "  and the same byte by byte");
}

static const struct row {
	const char *text, *expected;
} rows[] = {
	/* nothing */
	{ "", "" },
	{ "\n\n# c\n", "" },
	{ "---\n", "null\n" },
	{ "---\n---\n", "null\nnull\n" },
	{ "~", "null\n" },
	/* styles */
	{ "a: 1\nb:\n- x\n- {c: [d, 'e']}\n", "{\"a\":1,\"b\":[\"x\",{\"c\":[\"d\",\"e\"]}]}\n" },
	{ "a: |\n  x\n   y\n\nb: >-\n  x\n  y\n", "{\"a\":\"x\\n y\\n\",\"b\":\"x y\"}\n" },
	{ "a: \"x\\ty\\u00e9\\0\"\nb: 'it''s'\n",
	  "{\"a\":\"x\\ty\xC3\xA9\xEF\xBF\xBD\",\"b\":\"it's\"}\n" },
	{ "? a\n: b\n? c\n", "{\"a\":\"b\",\"c\":null}\n" },
	{ "{}", "{}\n" },
	{ "[]", "[]\n" },
	{ "- - 1\n  - 2\n- []\n", "[[1,2],[]]\n" },
	{ "a: 1\r\nb: 2\r\n", "{\"a\":1,\"b\":2}\n" },
	{ "a: 1\rb: 2\r", "{\"a\":1,\"b\":2}\n" },
	{ "\xEF\xBB\xBF" "a: 1\n", "{\"a\":1}\n" },
	{ "\xEF\xBB\xBF---\na: 1\n---\nb: 2\n", "{\"a\":1}\n{\"b\":2}\n" },
	{ "a: ! 12\nb: !!str 12\nc: !!int \"12\"\nd: !x 12\n",
	  "{\"a\":\"12\",\"b\":\"12\",\"c\":12,\"d\":\"12\"}\n" },
	{ "%YAML 1.1\n---\na: 1\n", "{\"a\":1}\n" },
	{ "\xEF\xBB\xBF%YAML 1.1\n---\na: 1\n", "{\"a\":1}\n" },
	{ "%TAG !e! tag:yaml.org,2002:\n---\na: !e!str 1\n", "{\"a\":\"1\"}\n" },
	{ "a: \"\xF0\x9F\x98\x80\"\n", "{\"a\":\"\xF0\x9F\x98\x80\"}\n" },
	/* keys */
	{ "1: a\nyes: b\n0x10: c\n1.50: d\n",
	  "{\"1\":\"a\",\"true\":\"b\",\"16\":\"c\",\"1.5\":\"d\"}\n" },
	{ "~: 1\n", "f:1:1: ~ cannot be a key; write it in quotes\n" },
	{ "a:\n  ?\n  : 1\n", "f:2:4: nothing cannot be a key; write it in quotes\n" },
	{ "? [a]\n: b\n", "f:1:3: a key cannot be a mapping or a list\n" },
	{ "? {a: b}\n: b\n", "f:1:3: a key cannot be a mapping or a list\n" },
	{ "a: .inf\n", "f:1:1: .inf is no JSON value; write it in quotes\n" },
	{ "- 1\n- -.INF\n", "f:2:3: -.INF is no JSON value; write it in quotes\n" },
	{ ".inf: 1\n", "{\".inf\":1}\n" },
	{ "a: !!int x\n", "f:1:4: cannot decode !!str `x` as a !!int\n" },
	/* duplicates: the last one, alone */
	{ "a: 1\na: 2\n", "{\"a\":2}\n" },
	{ "a: 1\nb: 2\na: 3\n", "{\"b\":2,\"a\":3}\n" },
	{ "b: 0\na: [1, {a: 1}]\nc: 1\na: 2\nc: 2\n", "{\"b\":0,\"a\":2,\"c\":2}\n" },
	{ "{a: {b: 1, b: 2}, a: {c: 1, c: 2}}", "{\"a\":{\"c\":2}}\n" },
	{ "1: a\n\"1\": b\n", "{\"1\":\"b\"}\n" },
	{ "a: .inf\na: 1\n", "{\"a\":1}\n" },
	{ "a: {~: 1}\na: 1\n", "{\"a\":1}\n" },
	{ "a1: 1\na2: 2\na3: 3\na4: 4\na5: 5\na6: 6\na7: 7\na8: 8\na9: 9\nb1: 1\nb2: 2\nb3: 3\nb4: 4\n"
	  "a1: x\nb4: z\n",
	  "{\"a2\":2,\"a3\":3,\"a4\":4,\"a5\":5,\"a6\":6,\"a7\":7,\"a8\":8,\"a9\":9,\"b1\":1,\"b2\":2,"
	  "\"b3\":3,\"a1\":\"x\",\"b4\":\"z\"}\n" },
	/* anchors */
	{ "a: &x 010\nb: *x\n*x : c\n", "{\"a\":8,\"b\":8,\"8\":\"c\"}\n" },
	{ "a: &x {b: [1]}\nc: *x\nd: [*x, *x]\n",
	  "{\"a\":{\"b\":[1]},\"c\":{\"b\":[1]},\"d\":[{\"b\":[1]},{\"b\":[1]}]}\n" },
	{ "a: &x 1\nb: &x 2\nc: *x\n", "{\"a\":1,\"b\":2,\"c\":2}\n" },
	{ "&k key: 1\nb: *k\n", "{\"key\":1,\"b\":\"key\"}\n" },
	{ "a: &x [&y 1, *y]\nb: *x\n", "{\"a\":[1,1],\"b\":[1,1]}\n" },
	{ "a: &x\nb: *x\n", "{\"a\":null,\"b\":null}\n" },
	{ "a: &x ! 1\nb: *x\n", "{\"a\":\"1\",\"b\":\"1\"}\n" },
	{ "a: {b: &x {c: 1}, b: 2}\nd: *x\n", "{\"a\":{\"b\":2},\"d\":{\"c\":1}}\n" },
	{ "a: *x\n", "f:1:4: unknown anchor 'x' referenced\n" },
	{ "a: &x 1\n---\na: *x\n", "{\"a\":1}\nf:3:4: unknown anchor 'x' referenced\n" },
	{ "&x a: &x [*x]\n", "f:1:11: anchor 'x' value contains itself\n" },
	{ "a: &x {b: *x}\n", "f:1:11: anchor 'x' value contains itself\n" },
	{ "a: &x [1]\n*x : 2\n", "f:2:1: a key cannot be a mapping or a list\n" },
	/* merges: by where they stand */
	{ "x: &x {a: 1, b: 2}\nz: {<<: *x, b: 3}\n",
	  "{\"x\":{\"a\":1,\"b\":2},\"z\":{\"a\":1,\"b\":3}}\n" },
	{ "x: &x {a: 1, b: 2}\nz: {b: 3, <<: *x, c: 4}\n",
	  "{\"x\":{\"a\":1,\"b\":2},\"z\":{\"a\":1,\"b\":2,\"c\":4}}\n" },
	{ "x: &x {a: 1}\nz: {<<: *x}\n", "{\"x\":{\"a\":1},\"z\":{\"a\":1}}\n" },
	{ "x: &x {}\nz: {<<: *x, a: 1}\nw: {<<: *x}\n", "{\"x\":{},\"z\":{\"a\":1},\"w\":{}}\n" },
	{ "- &x {a: 1, b: 1}\n- &y {b: 2, c: 2}\n- {<<: [*x, *y], d: 3}\n- {<<: [*y, *x]}\n",
	  "[{\"a\":1,\"b\":1},{\"b\":2,\"c\":2},{\"a\":1,\"b\":1,\"c\":2,\"d\":3},"
	  "{\"b\":2,\"c\":2,\"a\":1}]\n" },
	{ "- &x {a: 1}\n- {a: 0, <<: [*x, {a: 2, b: 3, b: 4}], b: 5}\n",
	  "[{\"a\":1},{\"a\":1,\"b\":5}]\n" },
	{ "- &x {a: 1, b: 1}\n- {<<: [{<<: *x, a: 2}, {a: 3, c: 3}]}\n",
	  "[{\"a\":1,\"b\":1},{\"b\":1,\"a\":2,\"c\":3}]\n" },
	{ "a: {<<: {b: 1, c: {d: 2}}, c: 3}\n", "{\"a\":{\"b\":1,\"c\":3}}\n" },
	{ "a: {e: 0, <<: &x {b: 1}, c: 3}\nf: *x\ng: {<<: *x}\n",
	  "{\"a\":{\"e\":0,\"b\":1,\"c\":3},\"f\":{\"b\":1},\"g\":{\"b\":1}}\n" },
	{ "a: {b: 1, <<: &x {b: 2, b: 3}}\nf: *x\n", "{\"a\":{\"b\":3},\"f\":{\"b\":3}}\n" },
	{ "a: {<<: []}\n", "{\"a\":{}}\n" },
	{ "a: {\"<<\": b}\n", "{\"a\":{\"\\u003c\\u003c\":\"b\"}}\n" },
	{ "a: {!!merge <<: {b: 1}}\n", "{\"a\":{\"b\":1}}\n" },
	{ "a: <<\n", "{\"a\":\"\\u003c\\u003c\"}\n" },
	{ "a: {<<: b}\n", "f:1:9: map merge requires map or sequence of maps as the value\n" },
	{ "a: {<<: [b]}\n", "f:1:10: map merge requires map or sequence of maps as the value\n" },
	{ "a: {<<: [[b]]}\n", "f:1:10: map merge requires map or sequence of maps as the value\n" },
	{ "a: &x [1]\nb: {<<: *x}\n", "f:2:9: map merge requires map or sequence of maps as the value\n" },
	{ "a: &x 1\nb: {<<: *x}\n", "f:2:9: map merge requires map or sequence of maps as the value\n" },
	{ "a: {<<: &x [{b: 1}]}\nc: *x\n", "f:2:4: an alias of a list of merges is not read\n" },
	/* what is no YAML, in kubectl's words; the next document is read all the same */
	{ "a:\n\tb: 1\n---\nc: 1\n",
	  "f:2:1: found character that cannot start any token: indent with spaces, not with tabs\n"
	  "{\"c\":1}\n" },
	{ "a: @x\n", "f:1:4: found character that cannot start any token\n" },
	{ "a: b: c\n", "f:1:5: mapping values are not allowed in this context\n" },
	{ "a: 1\n b: 2\n", "f:2:3: mapping values are not allowed in this context\n" },
	{ "a:\n  b: 1\n c: 2\n",
	  "f:3:2: did not find expected key while parsing a block mapping that begins in line 1\n" },
	{ "a: [1, 2\n---\nb: 1\n",
	  "f:2:1: did not find expected ',' or ']' while parsing a flow sequence that begins in line 1\n"
	  "{\"b\":1}\n" },
	{ "a: \"x\n---\nb: 1\n",
	  "f:2:1: found unexpected end of stream while scanning a quoted scalar that begins in line 1\n"
	  "{\"b\":1}\n" },
	{ "a: \"x", "f:1:6: found unexpected end of stream\n" },
	{ "a: |\n  x\n---\n--- # c\n--- b\n", "{\"a\":\"x\\n\"}\nnull\nnull\n\"b\"\n" },
	{ "a: 1\n...\n---\nb: 2\n...\n# c\nc: 3\n", "{\"a\":1}\n{\"b\":2}\n"
	  "f:7:1: did not find expected <document start>\n" },
	{ "a: 1\n...\n%YAML 1.1\n---\nb: 2\n", "{\"a\":1}\n{\"b\":2}\n" },
	{ "# c\n%YAML 1.1\n\n# d\n---\nb: 2\n", "{\"b\":2}\n" },
	{ "---a: 1\n--- \nb: 2\n", "{\"---a\":1}\n{\"b\":2}\n" },
	{ "a: 1\n  ---\n---\nb: 1\n", "{\"a\":\"1 ---\"}\n{\"b\":1}\n" },
	{ "%YAML 1.2\n---\na: 1\n---\nb: 1\n", "f:1:1: found incompatible YAML document\n{\"b\":1}\n" },
	{ "a: 1\n\x01: 2\n---\nb: 1\n", "f:2:1: control characters are not allowed\n{\"b\":1}\n" },
	{ "a: 1\nb: \xC3\xA9\xFF\n---\nb: 1\n", "f:2:5: invalid leading UTF-8 octet\n{\"b\":1}\n" },
	{ "a: \"\\ud83d\\ude00\"\n", "f:1:7: found invalid Unicode character escape code\n" },
	/* templates that nobody rendered */
	{ "{{ if .a }}\na: 1\n{{ end }}\n",
	  "f:1:2: a key cannot be a mapping or a list; render this template first\n" },
	{ "a: {{ .Values.b }}\n",
	  "f:1:5: a key cannot be a mapping or a list; render this template first\n" },
};

static const struct row strict_rows[] = {
	{ "a: 1\nb: 2\n", "{\"a\":1,\"b\":2}\n" },
	{ "a: 1\nb:\n  c: 1\n  d: 1\n  c: 2\n---\ne: 1\n",
	  "f:5:3: key \"c\" already set in map\n{\"e\":1}\n" },
	{ "1: a\n\"1\": b\n", "f:2:1: key \"1\" already set in map\n" },
	{ "x: &x {a: 1}\nz: {<<: *x, a: 2}\n", "{\"x\":{\"a\":1},\"z\":{\"a\":2}}\n" },
	{ "x: &x {a: 1}\nz: {<<: [*x, {a: 3}], a: 2}\n", "{\"x\":{\"a\":1},\"z\":{\"a\":2}}\n" },
	{ "x: &x {a: 1}\nz: {a: 2, <<: *x}\n", "f:1:8: key \"a\" already set in map\n" },
};

static void expect_place(struct doc *d, struct json v, int line, int column, const char *what)
{
	struct place at = doc_place(d, v);

	ok(at.line == line && at.column == column, "%s is at %d:%d, found at %d:%d", what, line,
	   column, at.line, at.column);
}

/* Item by item; what is no whole document has a word in front. */
static const struct row item_rows[] = {
	{ "a: 1\n---\n- 1\n", "{\"a\":1}\n[1]\n" },
	{ "a: 1\nitems:\n- 1\n- {b: [2]}\n- [3]\n-\nc: 4\n---\nitems: []\n",
	  "item 1\nitem {\"b\":[2]}\nitem [3]\nitem null\nrest {\"a\":1,\"items\":[],\"c\":4}\n"
	  "rest {\"items\":[]}\n" },
	{ "items: {a: [1]}\nb: {items: [2]}\n", "{\"items\":{\"a\":[1]},\"b\":{\"items\":[2]}}\n" },
	{ "items: &i [1, 2]\nb: *i\n", "{\"items\":[1,2],\"b\":[1,2]}\n" },
	{ "a: &i [1]\nitems: *i\n", "{\"a\":[1],\"items\":[1]}\n" },
	{ "items: [&a {b: 1}, *a, {<<: *a, c: 2}]\nd: *a\n",
	  "item {\"b\":1}\nitem {\"b\":1}\nitem {\"b\":1,\"c\":2}\n"
	  "rest {\"items\":[],\"d\":{\"b\":1}}\n" },
	{ "items: [1]\nitems: [2]\n", "item 1\nf:2:8: a second \"items\" in one object\n" },
	{ "items: [1, .inf, 2]\n",
	  "item 1\nf:1:12: .inf is no JSON value; write it in quotes\nitem 2\nrest {\"items\":[]}\n" },
	{ "items: [1, [}\n---\na: 1\n",
	  "item 1\nf:1:13: did not find expected node content\n{\"a\":1}\n" },
	{ "items: [{a: 1, a: 2}, {a: 1, a: 2}]\n",
	  "item {\"a\":2}\nitem {\"a\":2}\nrest {\"items\":[]}\n" },
};

static void test_heads(void)
{
	static const char text[] = "kind: PodList\nitems:\n- a\n- b\nmore: 1\n";
	AUTO(doc_free) struct doc *d = doc_new();
	struct json root;

	doc_by_item(d, true);
	doc_open_text(d, text, sizeof text - 1, "f");
	for (int i = 0; i < 2; i++) {
		ok(doc_next(d, &root, NULL) == 1, "an item");
		is(json_str(json_get(doc_head(d), "kind")), "PodList", "  with the kind before it");
		ok(!json_exists(json_get(doc_head(d), "more")), "  and nothing behind it");
		expect_place(d, root, 3 + i, 3, "the item");
	}
	ok(doc_next(d, &root, NULL) == 1 && !doc_head(d).doc, "the rest has no head");
	expect_place(d, json_get(root, "more"), 5, 1, "what stands behind the items");
}

static void test_rows(void)
{
	AUTO(doc_free) struct doc *d = doc_new();

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		expect(d, rows[i].text, strlen(rows[i].text), rows[i].expected);
	expect(d, "a: 1\nb: \0\n---\nc: 1\n", 19,
	       "f:2:4: control characters are not allowed\n{\"c\":1}\n");
	doc_strict(d, true);
	for (size_t i = 0; i < sizeof strict_rows / sizeof *strict_rows; i++)
		expect(d, strict_rows[i].text, strlen(strict_rows[i].text), strict_rows[i].expected);
	doc_strict(d, false);
	doc_by_item(d, true);
	for (size_t i = 0; i < sizeof item_rows / sizeof *item_rows; i++)
		expect(d, item_rows[i].text, strlen(item_rows[i].text), item_rows[i].expected);
}

/* UTF-16, in which no "---" is found, so that an error is the end. */
static void test_utf16(void)
{
	static const char text[] = "\xFF\xFE" "a\0:\0 \0\xE9\0\n\0-\0-\0-\0\n\0b\0:\0 \0" "1\0\n\0";
	static const char big[] = "\xFE\xFF\0a\0:\0 \xD8\x3D\xDE\0\0\n\0\t\0b";
	AUTO(doc_free) struct doc *d = doc_new();

	expect(d, text, sizeof text - 1, "{\"a\":\"\xC3\xA9\"}\n{\"b\":1}\n");
	expect(d, big, sizeof big - 1, "f:2:1: found a tab character that violates indentation "
	       "while scanning a plain scalar that begins in line 1\n");
}

static void test_places(void)
{
	static const char text[] =
		"# c\n"
		"base: &base\n"
		"  image: a\n"
		"  deep: [x, {w: 1}]\n"
		"---\n"
		"web: 1\n"
		"list:\n"
		"- \xC3\xA9: one\n"
		"-   two\n"
		"-\n"
		"  - three\n"
		"base: &base\n"
		"  image: a\n"
		"  deep: [x, {w: 1}]\n"
		"copy: *base\n"
		"merged:\n"
		"  own: 1\n"
		"  <<: *base\n"
		"  <<: {more: 2, \"image\": b}\n"
		"again: [*base]\n";
	AUTO(doc_free) struct doc *d = doc_new();
	struct json root, item;
	struct error err;

	doc_open_text(d, text, sizeof text - 1, "f");
	ok(doc_next(d, &root, &err) == 1 && doc_next(d, &root, &err) == 1, "two documents");
	expect_place(d, root, 6, 1, "the whole");
	expect_place(d, json_get(root, "web"), 6, 1, "a key");
	expect_place(d, json_get(root, "list"), 7, 1, "the key of a list");
	expect_place(d, json_first(json_get(root, "list")), 8, 3, "an item");
	expect_place(d, json_first(json_first(json_get(root, "list"))), 8, 3, "its key");
	expect_place(d, json_next(json_get(root, "list"), json_first(json_get(root, "list"))), 9, 5,
	             "an item farther to the right");
	expect_place(d, json_get(root, "copy"), 15, 1, "the key of an alias");
	expect_place(d, json_get(root, "copy.image"), 13, 3, "a key in an alias");
	expect_place(d, json_first(json_get(root, "copy.deep")), 14, 10, "an item in an alias");
	expect_place(d, json_get(root, "merged.deep"), 14, 3, "a merged key");
	item = json_first(json_get(root, "merged.deep"));
	expect_place(d, json_get(json_next(json_get(root, "merged.deep"), item), "w"), 14, 14,
	             "a key in a merged value");
	expect_place(d, json_get(root, "merged.more"), 19, 8, "a key merged on the spot");
	expect_place(d, json_get(root, "merged.image"), 19, 17, "the one that counts of two");
	expect_place(d, json_get(root, "merged.own"), 17, 3, "a key of its own");
	expect_place(d, json_first(json_get(root, "again")), 20, 9, "an alias as an item");
	expect_place(d, json_get(json_first(json_get(root, "again")), "image"), 13, 3, "a key in it");
	expect_place(d, json_get(root, "nothing"), 0, 0, "what is absent");
}

/* An alias of an alias of an alias. */
static void test_nested_places(void)
{
	static const char text[] = "a: &a {x: 1}\nb: &b {a: *a}\nc: &c {b: *b}\nd: {<<: *c}\n";
	AUTO(doc_free) struct doc *d = doc_new();
	struct error err;
	struct json root;

	doc_open_text(d, text, sizeof text - 1, "f");
	ok(doc_next(d, &root, &err) == 1, "aliases in aliases");
	expect_place(d, json_get(root, "d.b"), 3, 8, "the outer one");
	expect_place(d, json_get(root, "d.b.a"), 2, 8, "the middle one");
	expect_place(d, json_get(root, "d.b.a.x"), 1, 8, "the inner one");
}

static void repeat(struct buf *out, const char *text, int n)
{
	while (n-- > 0)
		buf_puts(out, text);
}

static void expect_error(const char *text, const char *expected)
{
	AUTO(doc_free) struct doc *d = doc_new();
	struct error err = { 0 };
	struct json root;

	doc_open_text(d, text, strlen(text), "f");
	ok(doc_next(d, &root, &err) == -1, "an error");
	is(err.text, expected, "  in these words");
	ok(doc_next(d, &root, &err) == 0, "  and then the end");
}

static void test_depth(void)
{
	AUTO(buf_free) struct buf text = { 0 };
	AUTO(doc_free) struct doc *d = doc_new();
	struct error err;
	struct json root;

	repeat(&text, "[", JSON_DEPTH_MAX);
	repeat(&text, "]", JSON_DEPTH_MAX);
	doc_open_text(d, text.at, text.len, "f");
	ok(doc_next(d, &root, &err) == 1, "200 levels are read");
	buf_cut(&text, 0);
	repeat(&text, "[", 100000);
	expect_error(text.at, "f:1:201: nested deeper than 200 levels");
	buf_cut(&text, 0);
	repeat(&text, "- ", 100000);
	expect_error(text.at, "f:1:401: nested deeper than 200 levels");
	buf_cut(&text, 0);
	buf_puts(&text, "a: &a ");
	repeat(&text, "[", 150);
	repeat(&text, "]", 150);
	buf_puts(&text, "\nb: ");
	repeat(&text, "[", 60);
	buf_puts(&text, "*a");
	repeat(&text, "]", 60);
	expect_error(text.at, "f:1:146: nested deeper than 200 levels");
}

static void test_bombs(void)
{
	AUTO(buf_free) struct buf text = { 0 };

	buf_puts(&text, "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
	for (int i = 1; i < 9; i++) {
		buf_addf(&text, "a%d: &a%d [", i, i);
		for (int k = 0; k < 10; k++)
			buf_addf(&text, "%s*a%d", k ? ", " : "", i - 1);
		buf_puts(&text, "]\n");
	}
	expect_error(text.at, "f:4:20: document contains excessive aliasing");
	buf_cut(&text, 0);
	buf_puts(&text, "a: &a x\nb: &b [*a");
	repeat(&text, ", *a", 9);
	buf_puts(&text, "]\nc: &c [*b");
	repeat(&text, ", *b", 7);
	buf_puts(&text, "]\nd:\n");
	repeat(&text, "- *c\n", 60);
	expect_error(text.at, "f:38:3: document contains excessive aliasing");
	buf_cut(&text, 0);
	buf_puts(&text, "a: &a ");
	repeat(&text, "0123456789", 100000);
	buf_puts(&text, "\nb:\n");
	repeat(&text, "- *a\n", 70);
	expect_error(text.at, "f:69:3: the document is larger than 64 MiB");
}

static void test_too_many_directives(void)
{
	AUTO(buf_free) struct buf text = { 0 };
	AUTO(buf_free) struct buf out = { 0 };
	AUTO(doc_free) struct doc *d = doc_new();

	for (int i = 0; i < 1000; i++)
		buf_addf(&text, "%%TAG !x%d! y\n", i);
	buf_puts(&text, "---\na: 1\n---\nb: 1\n");
	add_all(&out, d, (struct input){ text.at, text.len, 0, 1000, 0 });
	is(buf_text(&out), "f:101:14: too many directives\n{\"b\":1}\n", "directives have a bound");
}

/* Half of a document must not pass for a whole one. */
static void test_failing_read(void)
{
	static const char text[] = "a: 1\n---\nb: 1\n";
	AUTO(buf_free) struct buf out = { 0 };
	AUTO(doc_free) struct doc *d = doc_new();

	add_all(&out, d, (struct input){ text, sizeof text - 1, 0, 1, 13 });
	is(buf_text(&out), "{\"a\":1}\nread f: input/output error\n", "a failing read");
}

/* Many documents through one doc, of all sizes, so that buffers are used again. */
static void test_many(void)
{
	AUTO(buf_free) struct buf text = { 0 }, out = { 0 };
	AUTO(doc_free) struct doc *d = doc_new();
	size_t lines = 0;

	for (int i = 0; i < 300; i++) {
		buf_addf(&text, "--- # %d\nlist:\n", i);
		repeat(&text, "- a: &x {k: v}\n  b: {<<: *x, n: 1}\n", i * 7 % 300);
	}
	add_all(&out, d, (struct input){ text.at, text.len, 0, 777, 0 });
	for (size_t i = 0; i < out.len; i++)
		lines += out.at[i] == '\n';
	ok(lines == 300 && !strstr(out.at, "f:"), "300 documents");
}

static char directory[] = "/tmp/test_doc.XXXXXX";

static const char *file(const char *content)
{
	static char path[64];
	FILE *out;

	snprintf(path, sizeof path, "%s/f", directory);
	out = fopen(path, "w");
	if (out) {
		fputs(content, out);
		fclose(out);
	}
	return path;
}

static void expect_file(struct doc *d, const char *content, const char *expected)
{
	AUTO(buf_free) struct buf out = { 0 };
	struct error err = { 0 };
	struct json root;

	if (doc_load(d, file(content), &root, &err))
		buf_puts(&out, err.text + (text_starts(err.text, directory) ? strlen(directory) : 0));
	else if (root.doc)
		add_json(&out, root);
	is(buf_text(&out), expected, label(content));
}

static void test_load(void)
{
	AUTO(doc_free) struct doc *d = doc_new();
	struct error err = { 0 };
	struct json root;

	ok(mkdtemp(directory) != NULL, "a directory");
	expect_file(d, "", "");
	expect_file(d, "# only\n", "");
	expect_file(d, "a: 1\n---\nb: 1\n", "{\"a\":1}\n");
	expect_file(d, "\xEF\xBB\xBF\n {\"a\": [1,\n\t\"\\ud83d\\ude00\"]}",
	            "{\"a\":[1,\"\xF0\x9F\x98\x80\"]}\n");
	ok(!doc_load(d, file("{\"a\":\n \"b\\n\",\n  \"c\": 1}"), &root, &err), "JSON");
	expect_place(d, json_get(root, "c"), 3, 3, "a member of it");
	expect_file(d, "{a: 1}", "{\"a\":1}\n");
	expect_file(d, "{\"a\": 1,}", "{\"a\":1}\n");
	expect_file(d, "{\"a\": 1", "/f:2:1: did not find expected ',' or '}' while "
	            "parsing a flow mapping that begins in line 1");
	ok(!doc_load(d, file("{\"a\": 1, \"a\": 2}"), &root, &err), "JSON with equal names");
	is(json_str(json_get(root, "a")), "2", "  the last one counts");
	doc_strict(d, true);
	expect_file(d, "{\"b\": [{\"a\": 1,\n\"a\": 2}]}", "/f:2:1: key \"a\" already set in map");
	expect_file(d, "{\"b\": [{\"a\": 1}, {\"a\": 2}]}", "{\"b\":[{\"a\":1},{\"a\":2}]}\n");
	expect_file(d, "a: 1\na: 2\n", "/f:2:1: key \"a\" already set in map");
	unlink(file(""));
	ok(doc_load(d, directory, &root, &err) == -1 && !root.doc, "a directory is no document");
	ok(strstr(err.text, "is a directory") != NULL, "  and the error says so: %s", err.text);
	rmdir(directory);
	ok(doc_load(d, directory, &root, &err) == -1, "what is not there neither");
	ok(strstr(err.text, "no such file or directory") != NULL, "  %s", err.text);
}

int main(void)
{
	test_rows();
	test_heads();
	test_utf16();
	test_places();
	test_nested_places();
	test_depth();
	test_bombs();
	test_too_many_directives();
	test_failing_read();
	test_many();
	test_load();
	return tap_end();
}
