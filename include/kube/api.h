/*
 * api.h - the cluster's API: lists of any length, single objects, access reviews.
 *
 *	struct api *api = api_new(&connection, err);
 *	struct api_list lists[] = {
 *		{ .kind = &kinds[KIND_POD], .chunk = API_CHUNK_AUTO, .item = see, .arg = run },
 *		{ .kind = &kinds[KIND_NODE], .chunk = API_CHUNK_AUTO, .item = see, .arg = run },
 *	};
 *	api_lists(api, lists, 2, err);     // all at once, over one connection pool
 *	if (lists[0].error.code == ERR_DENIED) ...
 *
 * What a list is and promises: list.h and lists.h. Errors have kubectl's texts (status.h).
 */
#ifndef KUBE_API_H
#define KUBE_API_H

#include "kube/connection.h"
#include "kube/list.h"
#include "kube/version.h"

struct api;

/* By the server's version: whole lists from 1.33 on, else pages of 500. */
#define API_CHUNK_AUTO (-1)

struct api *api_new(const struct connection *c, struct error *err); /* c's texts are borrowed */
void api_free(struct api **api);

/* As lists_run(). Which lists wait for others is decided by their order: large ones first. */
int api_lists(struct api *api, struct api_list *lists, size_t n, struct error *err);

/* GET /version; the text ("v1.36.3") is borrowed from the api. */
int api_version(struct api *api, struct version *v, const char **text, struct error *err);

/* Any GET of a JSON object ("/apis", "/api/v1/namespaces/x"); places live until the next call. */
int api_get(struct api *api, const char *path, struct json *root, struct error *err);
/* POST of a JSON body, the answer as above. */
int api_post(struct api *api, const char *path, const char *body, struct json *root,
             struct error *err);

/* SelfSubjectAccessReview: may we `verb` (list) this kind in the namespace (NULL: in all)?
 * 1, 0 or -1. */
int api_allowed(struct api *api, const char *verb, const struct kind *kind, const char *namespace,
                struct error *err);

#endif
