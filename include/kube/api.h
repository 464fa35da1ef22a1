/*
 * api.h - the cluster's API: lists of any length, single objects, access reviews.
 *
 *	struct api *api = api_new(&connection, err);
 *	struct api_list lists[] = {
 *		{ .kind = &kinds[KIND_POD], .item = see, .arg = run },
 *		{ .kind = &kinds[KIND_NODE], .item = see, .arg = run },
 *	};
 *	api_lists(api, lists, 2, err);     // all at once, over one connection pool
 *	if (lists[0].error.code == ERR_DENIED) ...
 *
 * Lists are streamed: each item is shown and forgotten. Pages are followed; the next
 * one is asked for as soon as its token is known. 429 and 5xx with Retry-After are
 * repeated, as client-go does; a page that is cut off is asked for again, and items
 * already shown are not shown twice; a token that has expired (410) is replaced by the
 * one the server offers, or the list begins anew behind the last object shown, and
 * `restarted` says so. A list is whole or it has an error: never silently short.
 */
#ifndef KUBE_API_H
#define KUBE_API_H

#include "kube/http.h"
#include "kube/json.h"
#include "kube/kind.h"
#include "kube/version.h"

struct api;

#define API_CHUNK_AUTO (-1) /* by the server's version: whole lists from 1.33 on, else pages of 500 */

struct api_list {
	const struct kind *kind;
	const char *namespace;              /* NULL: all */
	const char *label_selector, *field_selector; /* NULL: none */
	int64_t chunk;                      /* objects a page; 0: one list; API_CHUNK_AUTO */
	bool metadata_only;                 /* as PartialObjectMetadataList */
	/*
	 * One object; it has no apiVersion and kind of its own. Runs inside the transfer:
	 * must not use the api. Non-zero ends this list with what it put into err.
	 */
	int (*item)(void *arg, const struct api_list *list, struct json item, struct error *err);
	void *arg;
	/* results, set by api_lists() */
	struct error error;                 /* code ERR_NONE: complete */
	uint64_t n_items, n_bytes;
	bool restarted;                     /* parts are of different moments */
};

struct api *api_new(const struct connection *c, struct error *err); /* c is borrowed */
void api_free(struct api **api);

/*
 * Runs all lists. 0 even if single ones failed (see their error); -1 when nothing can
 * work: the server cannot be reached, or does not know us (401).
 */
int api_lists(struct api *api, struct api_list *lists, size_t n, struct error *err);

/* GET /version; the text ("v1.36.3") is borrowed from the api. */
int api_version(struct api *api, struct version *v, const char **text, struct error *err);

/* Any GET of a JSON object ("/apis", "/api/v1/namespaces/x"); places live until the next call. */
int api_get(struct api *api, const char *path, struct json *root, struct error *err);
/* POST of a JSON body, the answer as above. */
int api_post(struct api *api, const char *path, const char *body, struct json *root, struct error *err);

/* SelfSubjectAccessReview: may we `verb` (list) this kind in the namespace (NULL: in all)? 1, 0 or -1. */
int api_allowed(struct api *api, const char *verb, const struct kind *kind, const char *namespace,
                struct error *err);

/* Turns a non-2xx answer into kubectl's words: "Error from server (Forbidden): ...". */
int api_status_error(long http_status, const char *content_type, const char *body,
                     const char *doing, struct error *err);

#endif
