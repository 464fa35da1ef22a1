/*
 * Manifests: a directory of files in every shape; what is visited, with its place, and
 * what is told as unreadable, one line each.
 */
#include "kube/manifest.h"
#include "tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct seen {
	struct buf text;
	const char *stop_at; /* an object of this name ends it */
	bool stop_at_unreadable;
	const char *field; /* whose place is told too */
};

static int visit(void *arg, const struct manifest_object *o, struct error *err)
{
	struct seen *seen = arg;
	const char *name = json_text(json_get(o->json, "metadata.name"), "-");
	struct place at = manifest_place(o, json_get(o->json, seen->field));
	struct place start = manifest_place(o, (struct json){ 0 });

	if (seen->stop_at && !strcmp(seen->stop_at, name))
		return error_set(err, ERR_REFUSED, "enough");
	buf_addf(&seen->text, "%s:%d:%d: %s %s %s", o->file, o->start.line, o->start.column,
	         o->api_version, o->kind, name);
	if (json_exists(json_get(o->json, seen->field)))
		buf_addf(&seen->text, " (%d:%d)", at.line, at.column);
	else if (at.line != start.line || start.line != o->start.line)
		buf_puts(&seen->text, " what is absent is not at its start");
	buf_putc(&seen->text, '\n');
	return 0;
}

static int unreadable(void *arg, const struct error *what)
{
	struct seen *seen = arg;

	buf_addf(&seen->text, "! %s\n", what->text);
	return seen->stop_at_unreadable;
}

static char start[4096], directory[] = "/tmp/test_manifest.XXXXXX";

static void write_file(const char *path, const char *content)
{
	FILE *out = fopen(path, "wb");

	if (out) {
		fputs(content, out);
		fclose(out);
	}
}

static void run(struct seen *seen, struct manifest_options *o, const char *paths)
{
	AUTO(strings_free) struct strings files = { 0 };
	struct error err = { 0 };

	strings_split(&files, paths, ' ');
	seen->field = seen->field ? seen->field : "metadata.name";
	o->files = &files;
	o->visit = visit;
	o->arg = seen;
	if (manifest_each(o, &err))
		buf_addf(&seen->text, "error %d: %s\n", err.code, err.text);
}

static void expect(const char *paths, const char *expected)
{
	struct manifest_options o = { .unreadable = unreadable };
	struct seen seen = { 0 };

	run(&seen, &o, paths);
	is(buf_text(&seen.text), expected, paths);
	buf_free(&seen.text);
}

/* One file, by what is in it. */
static void expect_file(const char *what, const char *content, const char *expected)
{
	struct manifest_options o = { .unreadable = unreadable };
	struct seen seen = { 0 };

	write_file("f", content);
	run(&seen, &o, "f");
	is(buf_text(&seen.text), expected, what);
	buf_free(&seen.text);
}

#define POD(name) "apiVersion: v1\nkind: Pod\nmetadata:\n  name: " name "\n"
#define JSON_POD(name)                                                                        \
	"{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"" name "\"}}"

static void test_yaml(void)
{
	expect_file("one document", POD("a"), "f:1:1: v1 Pod a (4:3)\n");
	expect_file("an empty file", "", "");
	expect_file("only comments", "# a\n---\n# b\n---\n", "");
	expect_file("null", "null\n---\n~\n", "");
	expect_file("what helm prints",
	            "---\n# Source: chart/templates/a.yaml\n" POD("a") "---\n"
	            "# Source: chart/templates/none.yaml\n\n---\n# Source: chart/b.yaml\n\n" POD("b"),
	            "f:3:1: v1 Pod a (6:3)\nf:13:1: v1 Pod b (16:3)\n");
	expect_file("CRLF and a byte order mark",
	            "\xEF\xBB\xBF" "apiVersion: v1\r\nkind: Pod\r\n---\r\napiVersion: v1\r\nkind: X\r\n",
	            "f:1:1: v1 Pod -\nf:4:1: v1 X -\n");
	expect_file("a list",
	            "apiVersion: v1\nkind: List\nitems:\n- apiVersion: apps/v1\n  kind: Deployment\n"
	            "  metadata: {name: a}\n-\n  apiVersion: v1\n  kind: Pod\n  metadata:\n    name: b\n",
	            "f:4:3: apps/v1 Deployment a (6:14)\nf:8:3: v1 Pod b (11:5)\n");
	expect_file("a list of pods, which need not say so",
	            "kind: PodList\napiVersion: v1\nitems:\n- metadata: {name: a}\n"
	            "- {kind: Node, metadata: {name: b}}\n",
	            "f:4:3: v1 Pod a (4:14)\nf:5:3: v1 Node b (5:27)\n");
	expect_file("the same with its names sorted, and items that have a kind",
	            "apiVersion: v1\nitems:\n- metadata: {name: a}\n- {kind: X, apiVersion: v2}\n"
	            "kind: PodList\n---\n" POD("b") "---\nitems: [{metadata: {name: c}}]\n"
	            "kind: List\n---\napiVersion: v1\nitems: [{metadata: {name: d}}]\nkind: NodeList\n",
	            "f:4:3: v2 X -\nf:7:1: v1 Pod b (10:3)\n"
	            "! f:12:1: Object 'Kind' is missing in 1 item\n"
	            "f:3:3: v1 Pod a (3:14)\nf:16:9: v1 Node d (16:21)\n");
	expect_file("a list with something wrong in it",
	            "kind: PodList\napiVersion: v1\nitems:\n- a: .inf\n- metadata: {name: a}\n- a: ]\n"
	            "---\nkind: NodeList\napiVersion: v1\nitems:\n- metadata: {name: b}\n",
	            "! f:4:3: .inf is no JSON value; write it in quotes\nf:5:3: v1 Pod a (5:14)\n"
	            "! f:6:6: did not find expected node content\nf:11:3: v1 Node b (11:14)\n");
	expect_file("anchors from item to item",
	            "kind: PodList\napiVersion: v1\nlabels: &l {app: x}\nitems:\n"
	            "- {metadata: &m {name: a}, l: *l}\n- metadata: *m\n- metadata: {<<: *m, l: *l}\n",
	            "f:5:3: v1 Pod a (5:18)\nf:6:3: v1 Pod a (6:3)\nf:7:3: v1 Pod a (7:18)\n");
	expect_file("lists in a list",
	            "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: PodList\n"
	            "  items: [{metadata: {name: a}}, null, 3, [4]]\n",
	            "f:6:11: v1 Pod a (6:23)\n! f:6:40: not an object but a single value\n"
	            "! f:6:43: not an object but a list\n");
	expect_file("empty lists", "apiVersion: v1\nkind: List\nitems: []\n---\napiVersion: v1\n"
	            "kind: PodList\nitems:\n---\napiVersion: v1\nkind: List\n", "");
	expect_file("what is merely called a list",
	            "apiVersion: x/v1\nkind: AllowList\nmetadata: {name: a}\n---\n"
	            "apiVersion: x/v1\nkind: DenyList\nspec: {}\n",
	            "f:1:1: x/v1 AllowList a (3:12)\nf:5:1: x/v1 DenyList -\n");
	expect_file("no kind, no version, wrong types",
	            "a: 1\n---\nkind: Pod\n---\nkind: 1\napiVersion: v1\n---\n- 1\n---\ntext\n",
	            "! f:1:1: Object 'Kind' is missing\n! f:3:1: Object 'apiVersion' is missing\n"
	            "! f:5:1: Object 'Kind' is missing\n! f:8:1: not an object but a list\n"
	            "! f:10:1: not an object but a single value\n");
	expect_file("a broken document among others",
	            POD("a") "---\na: [\n---\n" POD("b") "---\n\ta\n---\n" POD("c"),
	            "f:1:1: v1 Pod a (4:3)\n! f:7:1: did not find expected node content\n"
	            "f:8:1: v1 Pod b (11:3)\n! f:13:1: found character that cannot start any token: "
	            "indent with spaces, not with tabs\nf:15:1: v1 Pod c (18:3)\n");
}

static void test_json(void)
{
	expect_file("an object", JSON_POD("a"), "f:1:1: v1 Pod a (1:45)\n");
	expect_file("objects, with a mark", 
	            "\xEF\xBB\xBF\n" JSON_POD("a") "\n\n  " JSON_POD("b") JSON_POD("c"),
	            "f:2:1: v1 Pod a (2:45)\nf:4:3: v1 Pod b (4:47)\nf:4:59: v1 Pod c (4:103)\n");
	expect_file("what kubectl get prints",
	            "{\n  \"apiVersion\": \"v1\",\n  \"items\": [\n    " JSON_POD("a") ",\n"
	            "    {\n      \"apiVersion\": \"v1\", \"kind\": \"X\"\n    }\n"
	            "  ],\n  \"kind\": \"List\"\n}\n",
	            "f:4:5: v1 Pod a (4:49)\nf:5:5: v1 X -\n");
	expect_file("what the API server prints",
	            "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"items\":[\n"
	            "{\"metadata\":{\"name\":\"a\"}},\n{\"kind\":\"Y\",\"metadata\":{\"name\":\"b\"}}]}"
	            "{\"kind\":\"List\",\"items\":[\n" JSON_POD("c") "]}",
	            "f:2:1: v1 Pod a (2:14)\nf:3:1: v1 Y b (3:25)\nf:4:1: v1 Pod c (4:45)\n");
	expect_file("the same with its names sorted: the kind comes last",
	            "{\"apiVersion\":\"v1\",\"items\":[\n{\"metadata\":{\"name\":\"a\"}},\n"
	            JSON_POD("b") "],\"kind\":\"NodeList\"}\n{\"items\":[{\"metadata\":{\"name\":\"c\"}}],"
	            "\"kind\":\"PodList\"}{\"apiVersion\":\"v1\",\"items\":[{\"metadata\":"
	            "{\"name\":\"d\"}}],"
	            "\"kind\":\"PodList\"}",
	            "f:3:1: v1 Pod b (3:45)\nf:2:1: v1 Node a (2:14)\n"
	            "! f:4:11: Object 'apiVersion' is missing\nf:4:83: v1 Pod d (4:96)\n");
	expect_file("items that nobody gives a kind",
	            "{\"apiVersion\":\"v1\",\"items\":[{\"a\":1},{\"b\":2}],\"kind\":\"List\"}",
	            "! f:1:1: Object 'Kind' is missing in 2 items\n");
	expect_file("a list in a list",
	            "{\"kind\":\"List\",\"items\":[{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"items\":"
	            "[{\"metadata\":{\"name\":\"a\"}}]}]}", "f:1:70: v1 Pod a (1:83)\n");
	expect_file("empty lists, and null", "{\"kind\":\"List\",\"items\":null} {\"kind\":\"List\"}"
	            "{\"kind\":\"PodList\",\"items\":[]} null", "");
	expect_file("nothing but null", "{\"kind\":\"List\",\"items\":[null, 1]}\nnull",
	            "! f:1:31: not an object but a single value\n");
	expect_file("a list without a list's object", "[" JSON_POD("a") "]",
	            "! f:1:1: not an object but a list\n");
	expect_file("broken at once", "{\"kind\": \"Pod\" \"apiVersion\": \"v1\"}\n",
	            "! f:1:16: invalid JSON at byte 15: expected ',' or '}', found '\"'\n");
	expect_file("broken later", JSON_POD("a") "\n{\"b\": tru}\n" JSON_POD("c"),
	            "f:1:1: v1 Pod a (1:45)\n"
	            "! f:2:7: invalid JSON at byte 63: expected a value, found 't'\n");
	expect_file("truncated", "{\"kind\":\"List\",\"items\":[" JSON_POD("a") ",{\"a",
	            "f:1:25: v1 Pod a (1:69)\n! f:1:85: truncated JSON: it ends at byte 84, "
	            "inside items[1] that begins at byte 81\n");
}

static void test_which(void)
{
	expect_file("YAML with a bracket in front", "{apiVersion: v1, kind: Pod}\n", "f:1:1: v1 Pod -\n");
	expect_file("JSON with a comma too many", "{\"apiVersion\": \"v1\", \"kind\": \"Pod\",}\n",
	            "f:1:1: v1 Pod -\n");
	expect_file("JSON, then YAML", JSON_POD("a") "\n---\n" POD("b"),
	            "f:1:1: v1 Pod a (1:45)\nf:3:1: v1 Pod b (6:3)\n");
	expect_file("YAML, then JSON", "---\n" JSON_POD("a") "\n---\n" JSON_POD("b"),
	            "f:2:1: v1 Pod a (2:45)\nf:4:1: v1 Pod b (4:45)\n");
	expect_file("a template that nobody rendered", "{{- if .a }}\n" POD("a") "{{- end }}\n",
	            "! f:1:2: invalid JSON at byte 1: expected a name in quotes or '}', found '{'\n");
	expect_file("HTML", "<html>\n<p a=\"b: c\">\n",
	            "! f:2:8: mapping values are not allowed in this context\n");
	write_file("t.yaml", "{{- if .a }}\n");
	expect("t.yaml", "! t.yaml:1:2: a key cannot be a mapping or a list; "
	       "render this template first\n");
}

/* A list that is read twice, past the bytes that are looked at first. */
static void test_twice(void)
{
	struct manifest_options o = { .unreadable = unreadable };
	struct manifest_totals totals = { 0 };
	struct seen seen = { 0 };
	FILE *out = fopen("f", "wb");

	fprintf(out, "\xEF\xBB\xBF{\"items\":[{},%*s{},%*s{}],\"apiVersion\":\"v1\",\"kind\":\"PodList\"}",
	        65519, "\n", 90000, "\n");
	fclose(out);
	o.totals = &totals;
	run(&seen, &o, "f");
	is(buf_text(&seen.text), "f:1:11: v1 Pod -\nf:2:1: v1 Pod -\nf:3:1: v1 Pod -\n",
	   "a list of 150 KB whose kind comes last");
	ok(totals.bytes == 155574, "its bytes are counted once: %llu", (unsigned long long)totals.bytes);
	buf_free(&seen.text);
}

/* The place of any field, in an item that began long before the bytes at hand. */
static void test_large(void)
{
	struct manifest_options o = { .unreadable = unreadable };
	struct seen seen = { .field = "spec.last" };
	FILE *out = fopen("f", "w");

	fputs("{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"items\":[\n{\"spec\":{\n", out);
	for (int i = 0; i < 20000; i++)
		fprintf(out, "\"field%d\": \"\\n\",\n", i);
	fputs(" \"last\": 1}}, {\"spec\": {\"last\": 1}}]}", out);
	fclose(out);
	run(&seen, &o, "f");
	is(buf_text(&seen.text), "f:2:1: v1 Pod - (20003:2)\nf:20003:15: v1 Pod - (20003:25)\n",
	   "places in an object of 400 KB");
	buf_free(&seen.text);
}

static void test_paths(void)
{
	mkdir("d", 0755);
	mkdir("d/B", 0755);
	mkdir("d/z.yaml", 0755);
	mkdir("empty", 0755);
	write_file("d/b.yml", POD("b"));
	write_file("d/a.yaml", POD("a"));
	write_file("d/c.json", JSON_POD("c"));
	write_file("d/note.txt", "no");
	write_file("d/x.yaml.bak", "no");
	write_file("d/B/e.yaml", POD("e"));
	write_file("d/z.yaml/i.yaml", POD("i"));
	symlink("B", "d/link");
	symlink("B/e.yaml", "d/link.yaml");
	symlink("d", "dlink");
	expect("d", "d/a.yaml:1:1: v1 Pod a (4:3)\nd/b.yml:1:1: v1 Pod b (4:3)\n"
	       "d/c.json:1:1: v1 Pod c (1:45)\nd/link.yaml:1:1: v1 Pod e (4:3)\n");
	expect("./d/B/ dlink//B",
	       "./d/B/e.yaml:1:1: v1 Pod e (4:3)\ndlink//B/e.yaml:1:1: v1 Pod e (4:3)\n");
	expect("d/note.txt", "! d/note.txt:1:1: not an object but a single value\n");
	expect("d/a.yaml d/a.yaml", "d/a.yaml:1:1: v1 Pod a (4:3)\nd/a.yaml:1:1: v1 Pod a (4:3)\n");
	expect("d/*.y?*ml", "d/a.yaml:1:1: v1 Pod a (4:3)\nd/link.yaml:1:1: v1 Pod e (4:3)\n"
	       "d/z.yaml/i.yaml:1:1: v1 Pod i (4:3)\n");
	write_file("late", "{\"items\":[{}],\"apiVersion\":\"v1\",\"kind\":\"PodList\"}");
	write_file("node", "{\"items\":[{}],\"apiVersion\":\"v1\",\"kind\":\"NodeList\"}");
	write_file("flow", "{apiVersion: v1, kind: Pod}");
	expect("late node flow", "late:1:11: v1 Pod -\nnode:1:11: v1 Node -\nflow:1:1: v1 Pod -\n");
	expect("d/[ab].*", "d/a.yaml:1:1: v1 Pod a (4:3)\nd/b.yml:1:1: v1 Pod b (4:3)\n");
	expect("empty", "error 5: error reading [empty]: "
	       "recognized file extensions are [.json .yaml .yml]\n");
	expect("d/a.yaml nowhere", "error 5: the path \"nowhere\" does not exist\n");
	expect("d/*.no", "error 5: the path \"d/*.no\" does not exist\n");
	expect("d/a.yaml/b", "error 5: the path \"d/a.yaml/b\" cannot be accessed: "
	       "stat d/a.yaml/b: not a directory\n");
	expect("- d -", "error 1: standard input cannot be used for multiple arguments\n");
	expect("https://example.com/x.yaml", "error 1: https://example.com/x.yaml: URLs are not read; "
	       "download it and use \"-f -\"\n");
}

static void test_recursive(void)
{
	struct manifest_options o = { .unreadable = unreadable, .recursive = true };
	struct manifest_totals totals = { 0 };
	struct seen seen = { 0 };

	symlink("nowhere", "d/broken.yaml");
	mkfifo("d/pipe.yaml", 0600);
	o.totals = &totals;
	run(&seen, &o, "d");
	is(buf_text(&seen.text), "d/B/e.yaml:1:1: v1 Pod e (4:3)\nd/a.yaml:1:1: v1 Pod a (4:3)\n"
	   "d/b.yml:1:1: v1 Pod b (4:3)\n! open d/broken.yaml: no such file or directory\n"
	   "d/c.json:1:1: v1 Pod c (1:45)\nd/link.yaml:1:1: v1 Pod e (4:3)\n"
	   "! read d/pipe.yaml: not a regular file\nd/z.yaml/i.yaml:1:1: v1 Pod i (4:3)\n",
	   "directories in directories, in the order of names");
	ok(totals.files == 6 && totals.bytes == 5 * strlen(POD("a")) + strlen(JSON_POD("c")),
	   "files and bytes are counted: %zu, %llu", totals.files, (unsigned long long)totals.bytes);
	buf_free(&seen.text);
	unlink("d/broken.yaml");
	unlink("d/pipe.yaml");
}

/* Puts a pipe that a text comes through in the place of standard input. */
static pid_t pipe_in(const struct buf *text)
{
	int ends[2];
	pid_t child = -1;

	if (pipe(ends) || (child = fork()) < 0)
		return -1;
	if (!child) {
		ssize_t n = write(ends[1], text->at, text->len);

		_exit(n != (ssize_t)text->len);
	}
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	close(ends[1]);
	return child;
}

static void expect_piped(const struct buf *text, const char *expected)
{
	pid_t child = pipe_in(text);

	ok(child > 0, "a pipe");
	expect("-", expected);
	waitpid(child, NULL, 0);
}

/* What -f - reads: a file by redirection, and a pipe, which cannot be read twice. */
static void test_standard_input(void)
{
	AUTO(buf_free) struct buf text = { 0 };

	write_file("f", POD("a"));
	ok(freopen("f", "rb", stdin) != NULL, "standard input is a file");
	expect("-", "-:1:1: v1 Pod a (4:3)\n");
	buf_puts(&text, "a: [");
	expect_piped(&text, "! STDIN:2:1: did not find expected node content\n");
	buf_cut(&text, 0);
	buf_puts(&text, "{\"items\":[{\"metadata\":{\"name\":\"a\"}}],\"apiVersion\":\"v1\"");
	buf_puts(&text, ",\"kind\":\"PodList\"}");
	expect_piped(&text, "-:1:11: v1 Pod a (1:24)\n");
	buf_cut(&text, text.len - strlen(",\"kind\":\"PodList\"}"));
	buf_addf(&text, "%*s,\"kind\":\"PodList\"}", 70000, "");
	write_file("f", text.at);
	expect("f", "f:1:11: v1 Pod a (1:24)\n");
	expect_piped(&text, "! STDIN:1:1: in a pipe, \"kind\" must stand before its \"items\"\n");
}

static void test_ends(void)
{
	struct manifest_options o = { .unreadable = unreadable };
	struct seen seen = { .stop_at = "b" };

	write_file("f", POD("a") "---\n" POD("b") "---\n" POD("c"));
	run(&seen, &o, "f f");
	is(buf_text(&seen.text), "f:1:1: v1 Pod a (4:3)\nerror 7: enough\n", "visit ends it in YAML");
	buf_cut(&seen.text, 0);
	write_file("f", "{\"kind\":\"List\",\"items\":[" JSON_POD("b") "," JSON_POD("a") "]}"
	           JSON_POD("a"));
	run(&seen, &o, "f");
	is(buf_text(&seen.text), "error 7: enough\n", "  in a list of JSON");
	buf_cut(&seen.text, 0);
	write_file("f", JSON_POD("b") JSON_POD("a"));
	run(&seen, &o, "f");
	is(buf_text(&seen.text), "error 7: enough\n", "  in JSON");
	buf_cut(&seen.text, 0);
	write_file("f", "{\"apiVersion\":\"v1\",\"items\":[{\"metadata\":{\"name\":\"b\"}}],"
	           "\"kind\":\"PodList\"}");
	run(&seen, &o, "f");
	is(buf_text(&seen.text), "error 7: enough\n", "  in JSON that is read twice");
	buf_cut(&seen.text, 0);
	seen.stop_at_unreadable = true;
	write_file("f", "a: 1\n---\n" POD("a"));
	run(&seen, &o, "f");
	is(buf_text(&seen.text), "! f:1:1: Object 'Kind' is missing\n"
	   "error 4: f:1:1: Object 'Kind' is missing\n", "so does unreadable");
	buf_cut(&seen.text, 0);
	o.unreadable = NULL;
	run(&seen, &o, "f");
	is(buf_text(&seen.text), "error 4: f:1:1: Object 'Kind' is missing\n", "  or that there is none");
	buf_cut(&seen.text, 0);
	write_file("f", JSON_POD("a") "{");
	run(&seen, &o, "f");
	is(buf_text(&seen.text), "f:1:1: v1 Pod a (1:45)\nerror 4: f:1:58: truncated JSON: it ends at "
	   "byte 57, inside the value that begins at byte 56\n", "  for JSON too");
	buf_free(&seen.text);
}

static void test_text(void)
{
	struct manifest_options o = { .unreadable = unreadable, .text = POD("a") "---\na\n",
		                      .text_name = "sample" };
	struct seen seen = { 0 };

	run(&seen, &o, "");
	is(buf_text(&seen.text), "sample:1:1: v1 Pod a (4:3)\n"
	   "! sample:6:1: not an object but a single value\n", "a text");
	buf_cut(&seen.text, 0);
	o.text = "{\"apiVersion\":\"v1\",\"items\":[{}],\"kind\":\"PodList\"}";
	run(&seen, &o, "");
	is(buf_text(&seen.text), "sample:1:29: v1 Pod -\n", "a text that is read twice");
	buf_free(&seen.text);
}

int main(void)
{
	ok(getcwd(start, sizeof start) && mkdtemp(directory) && !chdir(directory), "a directory");
	test_yaml();
	test_json();
	test_which();
	test_twice();
	test_large();
	test_paths();
	test_recursive();
	test_standard_input();
	test_ends();
	test_text();
	return tap_end();
}
