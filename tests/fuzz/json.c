/*
 * JSON text: whatever is accepted is read in every way, twice with the same answers,
 * and what is written of it is JSON that says the same.
 */
#include "../../common/json.c"
#include "kube/json_write.h"

#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* Every accessor on every place. */
static void read_everything(struct json root, struct buf *answers)
{
	json_path(root, answers);
	for (int i = 0; i < root.doc->tokens[0].AFTER; i++) {
		struct json v = { root.doc, i };

		if (json_name((struct json){ root.doc, i + 1 }))
			continue; /* a name, no place */
		buf_addf(answers, "\n%s=%s,%d,%lld,%d,%zu,%zu,%llu:%llu,%llx at ",
		         json_name(v) ? json_name(v) : "-", json_text(v, "-"), json_type(v),
		         (long long)json_int(v, -7), json_bool(v, true), json_count(v),
		         json_offset(v), (unsigned long long)json_position(v).line,
		         (unsigned long long)json_position(v).column,
		         i % 8 ? 0 : (unsigned long long)json_hash(v, NULL));
		json_path(v, answers);
	}
}

static void write_as(struct json root, enum json_format format, bool sorted, struct buf *out)
{
	char *text;
	size_t len;
	FILE *stream = open_memstream(&text, &len);

	json_put(&(struct json_writer){ .out = stream, .format = format }, NULL, root, sorted);
	fclose(stream);
	buf_cut(out, 0);
	buf_add(out, text, len);
	free(text);
}

static void try(struct json root)
{
	AUTO(buf_free) struct buf first = { 0 }, second = { 0 };
	AUTO(json_doc_free) struct json_doc *other = json_doc_new();
	struct json copy;
	uint64_t hash = json_hash(root, NULL);

	read_everything(root, &first);
	read_everything(root, &second);
	must(!strcmp(first.at, second.at) && hash == json_hash(root, NULL));
	write_as(root, JSON_YAML, true, &first);
	write_as(root, JSON_COMPACT, false, &first);
	buf_cut(&second, 0);
	buf_add(&second, first.at, first.len);
	must(!json_parse(other, second.at, second.len, &copy, NULL));
	write_as(copy, JSON_COMPACT, false, &second);
	must(!strcmp(first.at, second.at));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(json_doc_free) struct json_doc *doc = json_doc_new();
	char *text = malloc(size + !size); /* of this size: the first byte behind it is a fault */
	struct json root;

	memcpy(text, data, size);
	if (json_parse(doc, text, size, &root, NULL))
		must(json_error_offset(doc) <= size && !root.doc && !memcmp(text, data, size));
	else
		try(root);
	free(text);
	return 0;
}
