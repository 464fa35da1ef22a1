/*
 * Streams: the first byte says how large the pieces are. Fed whole and in pieces the
 * callbacks see the same and the error is the same; and what is one JSON document for
 * json_parse() is one for the stream, with as many items, and the other way round.
 */
#include "../../common/json_stream.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct log {
	struct buf text;
	struct json_stream *stream;
	size_t items, values;
	bool failed;
};

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void note(struct log *log, const char *what, struct json v, uint64_t offset)
{
	struct json name = json_get(v, "metadata.name");
	struct json_position at = json_stream_position(log->stream, name);

	buf_addf(&log->text, "%s %" PRIu64 " %" PRIu64 ":%" PRIu64 " %s %s %016" PRIx64 "\n", what,
	         offset, at.line, at.column, json_text(v, "-"), json_text(name, "-"),
	         json_hash(v, NULL));
}

static int see_item(void *arg, struct json v, uint64_t offset, struct error *err)
{
	struct log *log = arg;

	(void)err;
	note(log, "item", v, offset);
	log->items++;
	return 0;
}

static int see_rest(void *arg, struct json v, uint64_t offset, bool had_items, struct error *err)
{
	struct log *log = arg;

	(void)err;
	note(log, had_items ? "list" : "rest", v, offset);
	log->values++;
	return 0;
}

static int see_head(void *arg, struct json v, struct error *err)
{
	(void)err;
	note(arg, "head", v, 0);
	return 0;
}

static void run(struct log *log, const char *text, size_t len, size_t piece)
{
	struct error err = { 0 };
	int result = 0;

	log->stream = json_stream_new(&(struct json_sink){ see_item, see_rest, see_head, log });
	for (size_t i = 0; !result && i < len; i += piece) {
		size_t n = len - i < piece ? len - i : piece;
		char *copy = malloc(n);

		memcpy(copy, text + i, n);
		result = json_stream_feed(log->stream, copy, n, &err);
		free(copy);
	}
	log->failed = result || json_stream_end(log->stream, &err);
	if (log->failed)
		buf_addf(&log->text, "%s at %" PRIu64 " %" PRIu64 ":%" PRIu64 "\n", err.text,
		         json_stream_error_offset(log->stream),
		         json_stream_error_line(log->stream),
		         json_stream_error_column(log->stream));
	json_stream_free(&log->stream);
}

/* Several "items" in one object are no list for the stream, for the parser the last counts. */
static size_t count_items(struct json root)
{
	size_t n = 0;

	json_each(member, root)
		n += json_name(member) && !strcmp(json_name(member), "items");
	return n;
}

static void compare_with_parser(const struct log *log, const char *text, size_t len)
{
	AUTO(json_doc_free) struct json_doc *doc = json_doc_new();
	char *copy = malloc(len + 1);
	struct json root;

	memcpy(copy, text, len);
	if (!json_parse(doc, copy, len, &root, NULL)) {
		must(log->failed ? count_items(root) > 1 : log->values == 1);
		if (json_type(root) == JSON_OBJECT && count_items(root) == 1 &&
		    json_type(json_key(root, "items")) == JSON_ARRAY)
			must(log->items == json_count(json_key(root, "items")));
	} else if (!log->failed && log->values == 1) {
		must(strstr(json_error_why(doc), "levels deep") != NULL);
	}
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct log whole = { 0 }, pieces = { 0 };
	const char *text = (const char *)data + 1;

	if (size < 2)
		return 0;
	run(&whole, text, size - 1, size);
	run(&pieces, text, size - 1, 1 + data[0] % 16);
	must(!strcmp(buf_text(&whole.text), buf_text(&pieces.text)));
	compare_with_parser(&whole, text, size - 1);
	buf_free(&whole.text);
	buf_free(&pieces.text);
	return 0;
}
