/* JSON values: the cases are in json.data; what three lines cannot say is here. */
#include "kube/json.h"
#include "kube/json_string.h"
#include "data.h"
#include "tap.h"

#include <inttypes.h>
#include <stdlib.h>

#define DATA "tests/unit/json.data"

/* The text alone in memory of its size, so that a sanitizer sees every byte too many. */
static char *exact(const char *bytes, size_t len)
{
	char *copy = malloc(len ? len : 1);

	if (len)
		memcpy(copy, bytes, len);
	return copy;
}

/* "a.*.b": '*' is the last element or member, "." the root. */
static struct json find(struct json v, const char *path)
{
	char step[64];

	if (!strcmp(path, "."))
		return v;
	while (*path) {
		size_t len = strcspn(path, ".");
		struct json last = { NULL, 0 };

		snprintf(step, sizeof step, "%.*s", (int)len, path);
		json_each(item, v)
			last = item;
		v = strcmp(step, "*") ? json_get(v, step) : last;
		path += len + (path[len] == '.');
	}
	return v;
}

static void names(struct buf *out, struct json v)
{
	json_each(item, v)
		buf_addf(out, "[%s]", json_name(item) ? json_name(item) : "-");
}

static void yes_no_otherwise(struct buf *out, struct json v)
{
	bool either = json_bool(v, true);

	buf_puts(out, either != json_bool(v, false) ? "otherwise" : either ? "true" : "false");
}

static void answer(struct buf *out, const char *asked, struct json root)
{
	static const char *const types[] = { "absent", "bool", "number", "string", "array",
	                                     "object" };
	size_t len = strcspn(asked, " ");
	const char *path = asked[len] ? asked + len + 1 : "";
	struct json v = find(root, path);
	struct json_position at = json_position(v);

	if (!strncmp(asked, "str ", len + 1))
		buf_puts(out, json_text(v, "(null)"));
	else if (!strncmp(asked, "key ", len + 1))
		buf_puts(out, json_text(json_key(root, path), "(null)"));
	else if (!strncmp(asked, "int ", len + 1))
		buf_addf(out, "%" PRId64, json_int(v, -77));
	else if (!strncmp(asked, "bool ", len + 1))
		yes_no_otherwise(out, v);
	else if (!strncmp(asked, "type ", len + 1))
		buf_puts(out, types[json_type(v)]);
	else if (!strncmp(asked, "exists ", len + 1))
		buf_puts(out, json_exists(v) ? "yes" : "no");
	else if (!strncmp(asked, "count ", len + 1))
		buf_addf(out, "%zu", json_count(v));
	else if (!strncmp(asked, "names ", len + 1))
		names(out, v);
	else if (!strncmp(asked, "path ", len + 1))
		json_path(v, out);
	else if (!strncmp(asked, "offset ", len + 1))
		buf_addf(out, "%zu", json_offset(v));
	else if (!strncmp(asked, "line ", len + 1))
		buf_addf(out, "%" PRIu64 ":%" PRIu64, at.line, at.column);
	else
		buf_puts(out, "?");
}

/* Every string is read, so that a second answer is given from a changed text. */
static void read_all(struct json root)
{
	struct json at = root;

	for (int i = 0; i < 64; i++, at = json_first(at).doc ? json_first(at) : root) {
		json_each(item, at) {
			json_str(item);
			json_name(item);
			json_each(inside, item)
				json_str(inside);
		}
	}
}

static void test_case(struct json_doc *doc, const char *asked, struct buf *text,
                      const char *expected, int line)
{
	AUTO(buf_free) struct buf first = { 0 }, second = { 0 };
	char *copy = exact(text->at, text->len);
	struct error err;
	struct json root;

	if (json_parse(doc, copy, text->len, &root, &err)) {
		buf_addf(&first, "%zu: %s", json_error_offset(doc), json_error_why(doc));
		buf_puts(&second, strcmp(asked, "error") ? "no error" : buf_text(&first));
	} else {
		answer(&first, asked, root);
		read_all(root);
		answer(&second, asked, root);
	}
	if (!ok(!strcmp(buf_text(&first), expected) && !strcmp(buf_text(&second), expected),
	        "%s:%d: %s", DATA, line, asked))
		printf("# got:      %s\n# and then: %s\n# expected: %s\n", buf_text(&first),
		       buf_text(&second), expected);
	free(copy);
}

static void data_cases(struct json_doc *doc)
{
	AUTO(buf_free) struct buf text = { 0 }, expected = { 0 };
	struct data data;
	char asked[64];

	if (!ok(data_open(&data, DATA), "%s can be read", DATA))
		return;
	while (data_line(&data)) {
		if (!*data.line)
			continue;
		snprintf(asked, sizeof asked, "%.60s", data.line);
		data_line(&data);
		data_bytes(&text, data.line);
		data_line(&data);
		data_bytes(&expected, data.line);
		test_case(doc, asked, &text, buf_text(&expected), data.number - 2);
	}
}

static struct json parse(struct json_doc *doc, char *text)
{
	struct json root;
	struct error err;

	if (json_parse(doc, text, strlen(text), &root, &err))
		printf("# %s\n", err.text);
	return root;
}

static void depth(struct json_doc *doc, int levels, bool fine)
{
	AUTO(buf_free) struct buf text = { 0 }, path = { 0 };
	struct error err = { 0 };
	struct json root, at;

	for (int i = 0; i < levels; i++)
		buf_puts(&text, i % 2 ? "[" : "{\"a\":");
	buf_putc(&text, '1');
	for (int i = levels; i-- > 0;)
		buf_putc(&text, i % 2 ? ']' : '}');
	ok(!json_parse(doc, text.at, text.len, &root, &err) == fine, "%d levels", levels);
	if (!fine) {
		is(err.text, "invalid JSON at byte 600: more than 200 levels deep", "are too many");
		ok(!root.doc, "a failed parse leaves nothing");
		return;
	}
	for (at = root; json_first(at).doc;)
		at = json_first(at);
	is(json_str(at), "1", "the innermost value");
	json_path(at, &path);
	ok(path.len == 499, "and its path");
	ok(json_hash(root, NULL) != 0, "and a hash of all");
}

/* Half a pair at the very end: nothing behind it is looked at. */
static void unescaping(void)
{
	static const char escaped[] = "x\\ud83d";
	char *text = exact(escaped, sizeof escaped - 1);

	ok(json_unescape(text, sizeof escaped - 1) == 4 && !memcmp(text, "x\xEF\xBF\xBD", 4),
	   "half a pair at the end");
	free(text);
}

static bool is_status(struct json member)
{
	return !strcmp(json_name(member), "status");
}

static void hashes(struct json_doc *doc)
{
	char a[] = "{\"x\":[1,{\"a\":\"q>\"}],\"y\":null,\"status\":{\"z\":1}}";
	char b[] = "{ \"x\" : [1, {\"\\u0061\" : \"q\\u003e\"}] }";
	static const char *const others[] = {
		"{\"x\":[1,{\"a\":\"q\"}]}",    "{\"x\":[1,{\"b\":\"q>\"}]}",
		"{\"x\":[1],\"a\":\"q>\"}",     "{\"x\":[1,{},\"a\",\"q>\"]}",
		"{\"x\":[[1,{\"a\":\"q>\"}]]}", "{\"x\":[\"1\",{\"a\":\"q>\"}]}",
		"{\"x\":[1,{\"a\":\"q>\"},null]}", "[\"x\",[1,{\"a\":\"q>\"}]]",
		"{\"x\":[1,{}],\"a\":\"q>\"}",  "{\"x\":[1,{\"a\":[\"q>\"]}]}",
	};
	uint64_t hash = json_hash(parse(doc, a), is_status);
	struct json root = parse(doc, b);

	ok(hash == json_hash(root, NULL), "blanks, escapes, null and what is skipped don't count");
	ok(hash == json_hash(root, NULL), "nor does asking twice");
	ok(hash != json_hash(json_get(root, "x"), NULL), "a part is something else");
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		AUTO(buf_free) struct buf text = { 0 };

		buf_puts(&text, others[i]);
		ok(json_hash(parse(doc, text.at), NULL) != hash, "%s differs", others[i]);
	}
	ok(json_hash((struct json){ NULL, 0 }, NULL) == json_hash(json_get(root, "no"), NULL),
	   "absent values have one too");
	ok(hash == UINT64_C(0x86feff38a1423cde), "the same on every machine");
}

static void absent_places(void)
{
	struct json nothing = { NULL, 0 };
	AUTO(buf_free) struct buf path = { 0 };
	int n = 0;

	json_each(item, nothing)
		n++;
	ok(n == 0, "nothing has no elements");
	ok(!json_str(nothing) && !json_name(nothing), "no text and no name");
	ok(!json_equal(nothing, NULL) && !json_equal(nothing, ""), "equals nothing");
	ok(json_count(nothing) == 0 && json_offset(nothing) == 0, "no size, no place");
	ok(!json_root(nothing).doc && !json_next(nothing, nothing).doc, "and nothing around it");
	json_path(nothing, &path);
	is(buf_text(&path), "", "nor a path");
}

static void reuse(struct json_doc *doc)
{
	char big[4096] = "[", small[] = "[7]";
	struct json root;

	while (strlen(big) < 4000)
		memcpy(big + strlen(big), "1,", 3);
	big[strlen(big) - 1] = ']';
	ok(json_count(parse(doc, big)) == 2000, "a large document");
	root = parse(doc, small);
	ok(json_count(root) == 1 && json_int(json_first(root), 0) == 7, "a small one in its place");
}

static void null_elements(struct json_doc *doc)
{
	char text[] = "[null,2,null,{\"a\":null}]";
	struct json root = parse(doc, text);
	int n = 0, present = 0;

	json_each(item, root) {
		n++;
		present += json_exists(item);
	}
	ok(n == 4 && present == 2, "null is visited, and absent");
}

int main(void)
{
	struct json_doc *doc = json_doc_new();

	data_cases(doc);
	depth(doc, 200, true);
	depth(doc, 201, false);
	depth(doc, 20000, false);
	unescaping();
	hashes(doc);
	absent_places();
	reuse(doc);
	null_elements(doc);
	json_doc_free(&doc);
	ok(!doc, "a freed document is forgotten");
	json_doc_free(&doc);
	return tap_end();
}
