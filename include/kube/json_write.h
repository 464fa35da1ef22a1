/*
 * json_write.h - writes JSON, or the same calls as YAML, as kubectl prints them.
 *
 *	struct json_writer w = { .out = stdout, .format = JSON_PRETTY };
 *	json_begin(&w, NULL, '{');
 *	json_put_str(&w, "kind", "Report");
 *	json_begin(&w, "items", '[');
 *	json_put_int(&w, NULL, 3);
 *	json_end(&w);
 *	json_end(&w);
 *
 * `key` is the member's name inside an object and NULL inside an array and at the
 * top. A value at the top is followed by a newline, and "---" stands between two of
 * them in YAML. Write errors are the stream's: plugin.c checks ferror() once at the end.
 * JSON: <, >, & and U+2028/9 are escaped as Go does; invalid UTF-8 becomes U+FFFD.
 * YAML: kubectl.md C5: what another YAML 1.1 reader would take for a different
 * type is quoted, several lines become a block.
 */
#ifndef KUBE_JSON_WRITE_H
#define KUBE_JSON_WRITE_H

#include "kube/json.h"
#include "kube/json_yaml.h"

#include <stdio.h>

#define JSON_WRITE_DEPTH (JSON_DEPTH_MAX + 16)

enum json_format { JSON_PRETTY, JSON_COMPACT, JSON_YAML }; /* PRETTY: four spaces */

struct json_writer {
	FILE *out;
	enum json_format format;
	/* the writer's own */
	int depth;
	bool used; /* something was written at the top */
	struct json_yaml yaml;
	struct { char bracket; bool used; int indent; } open[JSON_WRITE_DEPTH];
};

void json_begin(struct json_writer *w, const char *key, char bracket); /* '{' or '[' */
void json_end(struct json_writer *w);
void json_put_str(struct json_writer *w, const char *key, const char *text); /* NULL: nothing */
void json_put_int(struct json_writer *w, const char *key, int64_t number);
void json_put_bool(struct json_writer *w, const char *key, bool value);
void json_put_number(struct json_writer *w, const char *key, const char *as_written);
void json_put_null(struct json_writer *w, const char *key);
/*
 * A whole value from a document; nothing when absent. Sorted: members as kubectl
 * orders them (by bytes; in YAML "a9" before "a10"), of equal names the last one.
 * Numbers are written as kubectl writes them.
 */
void json_put(struct json_writer *w, const char *key, struct json value, bool sorted);

/* One string as JSON with quotes, for texts that are put together by hand. */
void json_quote(struct buf *out, const char *text);

#endif
