/*
 * list.h - one list of the API server: what is asked for, and how it is asked for.
 */
#ifndef KUBE_LIST_H
#define KUBE_LIST_H

#include "kube/buf.h"
#include "kube/json.h"
#include "kube/kind.h"
#include "kube/response.h"

struct api_list {
	const struct kind *kind;
	const char *namespace;              /* NULL: all; of no meaning for cluster-wide kinds */
	const char *label_selector, *field_selector; /* NULL: none */
	int64_t chunk;                      /* objects a page; 0: one list; API_CHUNK_AUTO */
	bool metadata_only;                 /* as PartialObjectMetadataList; some kinds always */
	/*
	 * One object; it has no apiVersion and kind of its own. Runs inside the transfer:
	 * must not send requests. Non-zero ends this list with what it put into err.
	 */
	int (*item)(void *arg, const struct api_list *list, struct json item, struct error *err);
	void *arg;
	uint64_t max_items;                 /* 0: two million; a list beyond has no end */
	/* results */
	struct error error;                 /* code ERR_NONE: complete */
	uint64_t n_items, n_bytes;
	bool restarted;                     /* parts are of different moments */
};

/* "/apis/apps/v1/namespaces/x/deployments?limit=500&continue=..."; token may be NULL. */
void list_path(const struct api_list *list, int64_t limit, const char *token, struct buf *path);
/* The Accept header; NULL: the usual one. */
const char *list_accept(const struct api_list *list);
/* What kubectl says of an answer that is no list. Returns -1. */
int list_error(const struct api_list *list, const struct http_response *r, const char *body,
               struct error *err);

#endif
