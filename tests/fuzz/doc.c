/*
 * YAML: the first byte says how large the pieces are and whether the reader is strict.
 * Read whole and in pieces it gives the same documents, places and errors. What is read
 * has no two equal keys, a place for every value, and is the same when it is written as
 * JSON and read again. What a strict reader takes, the other one reads alike. A list
 * that comes item by item has the items that it has as a whole.
 */
#include "../../common/doc.c"
#include "kube/json_write.h"

#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct source {
	const char *at;
	size_t left, step;
};

static void must(bool holds)
{
	if (!holds)
		abort();
}

static int give(void *arg, char *bytes, size_t size)
{
	struct source *s = arg;
	size_t n = s->left < s->step ? s->left : s->step;

	n = n < size ? n : size;
	memcpy(bytes, s->at, n);
	s->at += n;
	s->left -= n;
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

static void add_places(const struct doc *d, struct buf *out, struct json v, int lines)
{
	struct place at = doc_place(d, v);

	must(at.line >= 1 && at.line <= lines && at.column >= 1);
	buf_addf(out, " %d:%d", at.line, at.column);
	json_each(item, v)
		add_places(d, out, item, lines);
}

static void must_stay(const struct buf *text)
{
	AUTO(json_doc_free) struct json_doc *json = json_doc_new();
	AUTO(buf_free) struct buf copy = { 0 }, rewritten = { 0 };
	struct json again;

	buf_add(&copy, text->at, text->len);
	must(!json_parse(json, copy.at, copy.len, &again, NULL));
	add_json(&rewritten, again);
	must(!strcmp(rewritten.at, text->at));
}

static void read_all(struct doc *d, struct source s, int lines, struct buf *out)
{
	AUTO(buf_free) struct buf text = { 0 };
	struct error err;
	struct json root;
	int more;

	doc_open(d, give, &s, "f");
	while ((more = doc_next(d, &root, &err)) && out->len < 1 << 20) {
		if (more < 0) {
			buf_addf(out, "%s\n", err.text);
			continue;
		}
		must(!check_names(d, root, NULL));
		buf_cut(&text, 0);
		add_json(&text, root);
		must_stay(&text);
		buf_add(out, text.at, text.len);
		add_places(d, out, root, lines);
	}
}

/* The next document, put together again from its items. false at the end or an error. */
static bool next_by_item(struct doc *d, struct buf *items, struct json *root)
{
	buf_cut(items, 0);
	while (doc_next(d, root, NULL) > 0) {
		if (doc_part(d) != DOC_ITEM)
			return true;
		must(!check_names(d, *root, NULL) && doc_place(d, *root).line);
		add_json(items, *root);
	}
	return false;
}

static void compare_by_item(struct doc *d, const char *text, size_t size)
{
	AUTO(doc_free) struct doc *by_item = doc_new();
	AUTO(buf_free) struct buf items = { 0 }, same = { 0 };
	struct json root, rest;

	doc_by_item(by_item, true);
	doc_open_text(d, text, size, "f");
	doc_open_text(by_item, text, size, "f");
	while (doc_next(d, &root, NULL) > 0 && next_by_item(by_item, &items, &rest)) {
		buf_cut(&same, 0);
		if (doc_part(by_item) == DOC_REST) {
			json_each(item, json_key(root, "items"))
				add_json(&same, item);
			must(!strcmp(buf_text(&items), buf_text(&same)));
		} else {
			must(!items.len);
			add_json(&same, root);
			add_json(&items, rest);
			must(!strcmp(items.at, same.at));
		}
	}
}

static int count_lines(const char *text, size_t size)
{
	int lines = 2;

	for (size_t i = 0; i < size; i++)
		lines += text[i] == '\n' || text[i] == '\r' || !(text[i] >= ' ' && text[i] < 0x7F);
	return lines;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(doc_free) struct doc *d = doc_new();
	AUTO(buf_free) struct buf whole = { 0 }, pieces = { 0 }, strict = { 0 };
	const char *text = (const char *)data + 1;
	int lines;

	if (!size--)
		return 0;
	lines = count_lines(text, size);
	read_all(d, (struct source){ text, size, size + 1 }, lines, &whole);
	read_all(d, (struct source){ text, size, 1 + *data / 4 }, lines, &pieces);
	must(!strcmp(buf_text(&whole), buf_text(&pieces)));
	compare_by_item(d, text, size);
	doc_strict(d, true);
	read_all(d, (struct source){ text, size, size + 1 }, lines, &strict);
	must(strstr(buf_text(&strict), "already set in map") ||
	     !strcmp(buf_text(&whole), buf_text(&strict)));
	return 0;
}
