/*
 * json.h - JSON as values that may be absent.
 *
 *	struct json_doc *doc = json_doc_new();
 *	struct json pod;
 *	if (json_parse(doc, text, len, &pod, err))
 *		return error_wrap(err, "%s", file);
 *	if (json_bool(json_get(pod, "spec.hostNetwork"), false))
 *		printf("%s\n", json_str(json_get(pod, "metadata.name")));
 *	json_each(container, json_get(pod, "spec.containers"))
 *		puts(json_str(json_get(container, "image")));
 *
 * A place (`struct json`) is cheap to copy and never NULL: a lookup that finds
 * nothing gives an absent place, every accessor takes one and answers with
 * nothing or the default, and JSON null counts as absent, as it does for the API
 * server. So a chain of lookups needs one check, at its end.
 *
 * Lifetime: the document borrows the text, which must be writable and stay where
 * it is: strings are decoded in place on first use and closed with NUL, so
 * json_str() costs no allocation. Places and strings die with the next
 * json_parse() of their document: what is kept goes through the arena.
 * Documents are limited to 2 GiB; nesting to JSON_DEPTH_MAX.
 *
 * jsmn accepts much that is not JSON; a validator (RFC 8259 grammar, UTF-8,
 * depth) runs before it. Duplicate keys: the last one counts, as in Go.
 */
#ifndef KUBE_JSON_H
#define KUBE_JSON_H

#include "kube/buf.h"
#include "kube/error.h"
#include "kube/json_check.h"
#include "kube/json_position.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_doc;

struct json {
	struct json_doc *doc; /* NULL when absent */
	int at;               /* token index */
};

enum json_type { JSON_ABSENT, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json_doc *json_doc_new(void);
void json_doc_free(struct json_doc **doc); /* for AUTO(); sets it to NULL */

/*
 * Parses `len` writable bytes at `text` into doc, replacing what it held. *root is
 * the value. ERR_DATA with "invalid JSON at byte N: why" (line and column are the
 * caller's to add: json_error_offset()).
 */
int json_parse(struct json_doc *doc, char *text, size_t len, struct json *root, struct error *err);
size_t json_error_offset(const struct json_doc *doc); /* of the last failed parse */
const char *json_error_why(const struct json_doc *doc); /* the same without "invalid JSON at ..." */

enum json_type json_type(struct json v);
bool json_exists(struct json v);                        /* present and not null */
struct json json_get(struct json v, const char *path);  /* "spec.template.spec" */
struct json json_key(struct json v, const char *key);   /* one key, dots and all */
size_t json_count(struct json v);                       /* elements or members, else 0 */

/*
 * The value as text: a decoded string, or a number or boolean as written.
 * NULL when absent, an array or an object. A \u0000 becomes U+FFFD.
 */
const char *json_str(struct json v);
const char *json_text(struct json v, const char *otherwise); /* json_str or otherwise */
/* Numbers, and strings that hold one (IntOrString, careless manifests). */
int64_t json_int(struct json v, int64_t otherwise);
bool json_bool(struct json v, bool otherwise); /* true/false, also as strings */
bool json_equal(struct json v, const char *text); /* json_str() equals text */

/* Elements of an array, or member values of an object, in order. Nests. */
struct json json_first(struct json container);
struct json json_next(struct json container, struct json item);
#define json_each(it, container)                                                    \
	for (struct json it##_in = (container), it = json_first(it##_in); it.doc; \
	     it = json_next(it##_in, it))
/* Nothing where the container is no object: each has a json_name(). */
#define json_each_member(it, container) json_each(it, json_map(container))
struct json json_map(struct json v); /* absent unless v is an object */
/* Key of a member value (decoded); NULL for the root and for array elements. */
const char *json_name(struct json v);

/*
 * "spec.template.spec.containers[0].image": how to get from the root to v.
 * Keys that are not plain words are quoted: metadata.labels["a.b/c"]. Only for
 * output: it descends from the root.
 */
void json_path(struct json v, struct buf *out);
/* Offset of the value's first byte in the parsed text (a string's opening quote). */
size_t json_offset(struct json v);
/* Line and column of the same in the parsed text; of a member, its name's. */
struct json_position json_position(struct json v);
struct json json_root(struct json v);
/*
 * Fingerprint of a value and all below it, the same on every machine. The order of
 * members counts, and how a number is written; white space, escapes and whether a
 * string was read before do not. Members that are null, or that `skip` (may be NULL)
 * says yes to, are left out.
 */
uint64_t json_hash(struct json v, bool (*skip)(struct json member));

#endif
