/*
 * json_stream.h - a List of any length, one object in memory at a time.
 *
 * Bytes go in as they arrive, in pieces of any size. Each element of a top-level
 * "items" array is parsed alone, shown to item() and forgotten; the rest of the
 * document (kind, metadata, or a whole object, or a Status) is collected and shown
 * to rest() with items left out. Several values one after another (watch events,
 * JSON lines, `kubectl get -o json` twice) are handled in the same way.
 *
 *	struct json_stream *s = json_stream_new(&(struct json_sink){ item, rest, arg });
 *	while ((n = fread(chunk, 1, sizeof chunk, in)))
 *		if (json_stream_feed(s, chunk, n, err)) ...
 *	if (json_stream_end(s, err)) ...
 *	json_stream_free(&s);
 *
 * Places given to item() and rest() live until it returns. A callback that
 * returns non-zero stops the stream with -1; it sets err itself. After an error
 * only json_stream_reset() and json_stream_free() make sense.
 * What rest() is shown has "items" as an empty list. Only a top-level "items" that is
 * a list is cut; a second one in the same object is an error.
 */
#ifndef KUBE_JSON_STREAM_H
#define KUBE_JSON_STREAM_H

#include "kube/json.h"

/* An object larger than this is an error that names its place; etcd takes 1.5 MB. */
#define JSON_STREAM_OBJECT_MAX ((size_t)64 << 20)

struct json_stream;

struct json_sink {
	/* One element of "items". `offset` is its first byte in the whole input. */
	int (*item)(void *arg, struct json item, uint64_t offset, struct error *err);
	/*
	 * One whole top-level value without its items; a value that is no list is
	 * whole. had_items tells them apart. `offset` as above.
	 */
	int (*rest)(void *arg, struct json rest, uint64_t offset, bool had_items, struct error *err);
	/*
	 * May be NULL. Members of the top-level value that came before "items" (kind,
	 * apiVersion, usually metadata with the continue token): called once, when the
	 * items begin.
	 */
	int (*head)(void *arg, struct json head, struct error *err);
	void *arg;
};

struct json_stream *json_stream_new(const struct json_sink *sink); /* sink is copied */
void json_stream_free(struct json_stream **s);
int json_stream_feed(struct json_stream *s, const char *bytes, size_t len, struct error *err);
/* The input is over: ERR_DATA "truncated ..." if a value is open. Then ready for another input. */
int json_stream_end(struct json_stream *s, struct error *err);
/* Forgets a half-read input, for a retry; keeps the buffers. */
void json_stream_reset(struct json_stream *s);
/*
 * Where in the input the last error is, in bytes; line of it counted from 1. A callback's
 * error is at the first byte of what it was shown.
 */
uint64_t json_stream_error_offset(const struct json_stream *s);
uint64_t json_stream_error_line(const struct json_stream *s);
uint64_t json_stream_error_column(const struct json_stream *s);
/* While a callback runs: where v, a place it was given or found in there, is in the input. */
struct json_position json_stream_position(const struct json_stream *s, struct json v);

#endif
