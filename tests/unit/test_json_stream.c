/*
 * Every input is fed whole, byte by byte and in odd pieces: what the callbacks saw and
 * the error must be the same. json_stream.data says what.
 */
#include "kube/json_stream.h"
#include "data.h"
#include "tap.h"

#include <inttypes.h>
#include <stdlib.h>

#define DATA "tests/unit/json_stream.data"

struct log {
	struct buf text;
	struct json_stream *stream;
	int stop_after; /* so many items */
};

static void add_place(struct log *log, struct json v)
{
	struct json_position at = json_stream_position(log->stream, v);

	buf_addf(&log->text, "%" PRIu64 ":%" PRIu64, at.line, at.column);
}

static int head(void *arg, struct json v, struct error *err)
{
	struct log *log = arg;

	(void)err;
	buf_addf(&log->text, "head %s", json_text(json_get(v, "kind"), "-"));
	if (json_exists(json_get(v, "metadata.continue")))
		buf_addf(&log->text, " %s", json_str(json_get(v, "metadata.continue")));
	buf_putc(&log->text, '\n');
	return 0;
}

static int item(void *arg, struct json v, uint64_t offset, struct error *err)
{
	struct log *log = arg;

	if (!log->stop_after--)
		return error_set(err, ERR_REFUSED, "enough");
	buf_addf(&log->text, "item %" PRIu64 " ", offset);
	add_place(log, v);
	buf_addf(&log->text, " %s", json_text(json_get(v, "name"), json_text(v, "-")));
	if (json_exists(json_get(v, "place"))) {
		buf_puts(&log->text, " with a place at ");
		add_place(log, json_get(v, "place"));
	}
	buf_putc(&log->text, '\n');
	return 0;
}

static int rest(void *arg, struct json v, uint64_t offset, bool had_items, struct error *err)
{
	struct log *log = arg;

	(void)err;
	buf_addf(&log->text, "rest %" PRIu64 " %s", offset,
	         json_text(json_get(v, "kind"), json_text(v, "-")));
	if (had_items)
		buf_addf(&log->text, " %zu items", json_count(json_get(v, "items")));
	if (json_exists(json_get(v, "place"))) {
		buf_puts(&log->text, " with a place at ");
		add_place(log, json_get(v, "place"));
	}
	buf_putc(&log->text, '\n');
	return 0;
}

/* Feeds pieces of `size` bytes, each in memory of its own. */
static int feed(struct json_stream *s, const char *text, size_t len, size_t size, struct error *err)
{
	for (size_t i = 0; i < len; i += size) {
		size_t n = len - i < size ? len - i : size;
		char *piece = malloc(n);
		int result;

		memcpy(piece, text + i, n);
		result = json_stream_feed(s, piece, n, err);
		free(piece);
		if (result)
			return result;
	}
	return json_stream_end(s, err);
}

static void run(struct log *log, const char *text, size_t len, size_t size)
{
	struct json_stream *s = log->stream;
	struct error err = { 0 };

	buf_cut(&log->text, 0);
	log->stop_after = 9;
	if (feed(s, text, len, size, &err)) {
		buf_addf(&log->text, "error %" PRIu64 " %" PRIu64 ":%" PRIu64 " %s\n",
		         json_stream_error_offset(s), json_stream_error_line(s),
		         json_stream_error_column(s), err.text);
		json_stream_reset(s);
	}
}

/* The input in pieces of many sizes; the last log stays. */
static bool all_sizes(struct log *log, const struct buf *input, const char *expected)
{
	size_t sizes[] = { input->len ? input->len : 1, 1, 2, 3, 7, 13 };

	for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
		run(log, buf_text(input), input->len, sizes[k]);
		if (strcmp(buf_text(&log->text), expected) != 0)
			return false;
	}
	return true;
}

static void data_cases(struct log *log)
{
	AUTO(buf_free) struct buf input = { 0 }, expected = { 0 };
	struct data data;
	char name[128];

	if (!ok(data_open(&data, DATA), "%s can be read", DATA))
		return;
	while (data_line(&data)) {
		if (!*data.line)
			continue;
		snprintf(name, sizeof name, "%s:%d: %.60s", DATA, data.number, data.line);
		data_line(&data);
		data_bytes(&input, data.line);
		buf_cut(&expected, 0);
		while (data_line(&data) && *data.line)
			buf_addf(&expected, "%s\n", data.line);
		if (!ok(all_sizes(log, &input, buf_text(&expected)), "%s", name))
			printf("# got:\n%s# expected:\n%s", buf_text(&log->text),
			       buf_text(&expected));
	}
}

/* What is cut out of a list is what a parser finds in it. */
static void every_cut(struct log *log)
{
	static const char text[] = "{\"kind\":\"L\",\"items\":[{\"name\":\"a\\\"]\"},[1,"
	  "{\"a\":[]}],"
	                           "\"\\\\\",12,{\"name\":\"\\u00e9\"}],\"metadata\":{}} [1] 2 ";
	static const char list[] = "{\"kind\":\"L\",\"items\":[{\"n\":\"\\u00e9\xC3\xA9\"},tru"
	                           "e,-1.5e+3],\"metadata\":{\"a\":[null]}}";
	AUTO(buf_free) struct buf whole = { 0 };
	bool same = true;

	run(log, text, sizeof text - 1, sizeof text);
	buf_puts(&whole, log->text.at);
	for (size_t cut = 1; same && cut < sizeof text; cut++) {
		run(log, text, sizeof text - 1, cut);
		same = !strcmp(log->text.at, whole.at);
	}
	ok(same, "pieces of every size give the same");
	for (size_t len = 1; same && len < sizeof list - 1; len++) {
		run(log, list, len, len);
		same = strstr(log->text.at, "truncated JSON: ") != NULL;
	}
	ok(same, "no cut goes unnoticed");
}

/* One object of `size` bytes as the second element, or as a whole value. */
static void large(struct log *log, size_t size, bool in_list, const char *expected)
{
	struct json_stream *s = log->stream;
	AUTO(buf_free) struct buf text = { .max = size + 100 };
	struct error err = { 0 };
	char *room;

	buf_cut(&log->text, 0);
	log->stop_after = 9;
	buf_puts(&text, in_list ? "{\"items\":[1,\n\"" : "1\n\"");
	room = buf_room(&text, size - 2);
	memset(room, 'x', size - 2);
	text.len += size - 2;
	buf_puts(&text, in_list ? "\"]}" : "\"");
	if (json_stream_feed(s, text.at, text.len, &err) || json_stream_end(s, &err)) {
		is(err.text, expected, "is too large");
		ok(json_stream_error_line(s) == 2, "and said to be in line 2");
	} else {
		ok(!expected, "%zu bytes are not too large", size);
	}
	json_stream_reset(s);
}

static void without_head(void)
{
	struct log log = { .stop_after = 9 };
	static const char text[] = "{\"kind\" 1,\"items\":[1]}";

	log.stream = json_stream_new(&(struct json_sink){ item, rest, NULL, &log });
	run(&log, text, sizeof text - 1, 4);
	is(log.text.at, "item 19 1:20 1\nerror 8 1:9 invalid JSON at byte 8: expected ':', "
	  "found '1'\n",
	   "a wrong head is found at the end when nobody looks at it");
	json_stream_free(&log.stream);
	ok(!log.stream, "a freed stream is forgotten");
	json_stream_free(&log.stream);
	buf_free(&log.text);
}

int main(void)
{
	struct log log = { 0 };

	log.stream = json_stream_new(&(struct json_sink){ item, rest, head, &log });
	data_cases(&log);
	every_cut(&log);
	large(&log, JSON_STREAM_OBJECT_MAX, true, NULL);
	large(&log, JSON_STREAM_OBJECT_MAX + 1, true, "items[1] at byte 13 is larger than 64 MiB");
	large(&log, JSON_STREAM_OBJECT_MAX + 1, false, "the value at byte 2 is larger than 64 MiB");
	json_stream_free(&log.stream);
	buf_free(&log.text);
	without_head();
	return tap_end();
}
