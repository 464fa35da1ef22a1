/*
 * doc.h - YAML read as JSON: one document model for both.
 *
 * libyaml's events are rewritten as JSON text and parsed with json.h, so that a
 * manifest, a kubeconfig and an answer of the API server are read by the same
 * code. Where a value stood in the file is remembered.
 *
 *	struct doc *d = doc_new();
 *	doc_open(d, read_chunk, file, "web.yaml");
 *	while ((more = doc_next(d, &root, err)) > 0) {
 *		struct place at = doc_place(d, json_get(root, "spec.replicas"));
 *		printf("%s:%d:%d\n", file, at.line, at.column);
 *	}
 *	doc_free(&d);
 *
 * As kubectl's reader (sigs.k8s.io/yaml) does it: YAML 1.1 booleans, octal and hex
 * numbers, ~ and empty as null; keys are strings; anchors. A number that is already a
 * JSON number is copied as written. Of equal keys the last one counts and is the only
 * one in the tree; a merge (<<) overrides what stands before it and is overridden by
 * what stands behind it, as in kubectl, whatever YAML's authors say.
 * Refused with line and column, in kubectl's words: what is no YAML, more than
 * JSON_DEPTH_MAX levels, a document over the size limit or made of aliases (bombs end
 * here), an unknown alias, control characters, .inf and .nan.
 * Input may be UTF-8 or UTF-16 with a byte order mark.
 */
#ifndef KUBE_DOC_H
#define KUBE_DOC_H

#include "kube/json.h"
#include "kube/places.h"

#define DOC_SIZE_MAX ((size_t)64 << 20) /* bytes of JSON text a document may become */

struct doc;

/* Gives up to `size` bytes of input: how many, 0 at the end, -1 with errno on an error. */
typedef int doc_read(void *arg, char *bytes, size_t size);

struct doc *doc_new(void);
void doc_free(struct doc **d);
/*
 * From here on duplicate keys are errors, and so is a merge that overrides a key written
 * before it: other readers would keep that key.
 */
void doc_strict(struct doc *d, bool strict);

/* Starts on a new input; `name` is borrowed and used in errors ("web.yaml:16:3: ..."). */
void doc_open(struct doc *d, doc_read *read, void *arg, const char *name);
void doc_open_text(struct doc *d, const char *text, size_t len, const char *name); /* borrowed */

/*
 * The next document: 1 and *root, 0 at the end, -1 and err. Places die with the next call.
 * After an error it goes on behind the next line that is "---", so that one broken document
 * does not hide the others.
 */
int doc_next(struct doc *d, struct json *root, struct error *err);

/*
 * Long lists one object at a time: the elements of a topmost "items" list come alone, each
 * as DOC_ITEM, and then what is left of the document as DOC_REST, with "items" empty. Only
 * an anchor on the list keeps it whole. From the next doc_open() on.
 */
enum doc_part { DOC_WHOLE, DOC_ITEM, DOC_REST };
void doc_by_item(struct doc *d, bool by_item);
enum doc_part doc_part(const struct doc *d); /* that doc_next() gave */
/* With a DOC_ITEM: the members that stand before "items". Its places are not known. */
struct json doc_head(struct doc *d);

/* Where v (a value or, for members, its key) stands in the file. What an alias stands for is
   found at its anchor. Columns count characters. */
struct place doc_place(const struct doc *d, struct json v);

/*
 * The usual whole: the first document of a file ("-" is stdin), JSON or YAML. An
 * empty file gives an absent root and 0. The doc keeps the text.
 */
int doc_load(struct doc *d, const char *path, struct json *root, struct error *err);

#endif
