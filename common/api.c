/* Single requests to the API server, and the choice of how lists are asked for. */
#include "kube/api.h"

#include "kube/http.h"
#include "kube/json_write.h"
#include "kube/lists.h"
#include "kube/status.h"

#include <stdlib.h>

enum { PAGE = 500 }; /* kubectl's --chunk-size */

struct api {
	struct http *http;
	struct json_doc *doc;
	struct buf answer;     /* what places of `doc` point into */
	struct buf version_text;
	struct version version;
};

struct api *api_new(const struct connection *c, struct error *err)
{
	struct http *http = http_new(c, err);
	struct api *api;

	if (!http)
		return NULL;
	api = xalloc(sizeof *api);
	api->http = http;
	api->doc = json_doc_new();
	return api;
}

void api_free(struct api **api)
{
	struct api *old = *api;

	if (!old)
		return;
	http_free(&old->http);
	json_doc_free(&old->doc);
	buf_free(&old->answer);
	buf_free(&old->version_text);
	free(old);
	*api = NULL;
}

static int ask(struct api *api, const struct http_request *request, struct json *root,
               struct error *err)
{
	struct http_response r;

	buf_cut(&api->answer, 0);
	if (http_once(api->http, request, &r, &api->answer, err))
		return -1;
	if (r.status < 200 || r.status > 206)
		return status_error(&(struct status_answer){ r.status, r.content_type,
		                                             buf_text(&api->answer), NULL, NULL },
		                    err);
	if (!api->answer.len)
		return error_set(err, ERR_DATA, "the answer to %s is empty", request->path);
	if (json_parse(api->doc, api->answer.at, api->answer.len, root, err))
		return error_wrap(err, "the answer to %s", request->path);
	return 0;
}

int api_get(struct api *api, const char *path, struct json *root, struct error *err)
{
	return ask(api, &(struct http_request){ .path = path }, root, err);
}

int api_post(struct api *api, const char *path, const char *body, struct json *root,
             struct error *err)
{
	return ask(api, &(struct http_request){ .path = path,
	                                        .content_type = "application/json",
	                                        .body = body }, root, err);
}

int api_version(struct api *api, struct version *v, const char **text, struct error *err)
{
	struct json root;

	if (!api->version_text.len) {
		const char *git;

		if (api_get(api, "/version", &root, err))
			return -1;
		git = json_text(json_key(root, "gitVersion"), "");
		if (version_parse(git, &api->version))
			return error_set(err, ERR_DATA, "the server's version \"%s\" is none", git);
		buf_puts(&api->version_text, git);
	}
	*v = api->version;
	*text = api->version_text.at;
	return 0;
}

static void review_body(const char *verb, const struct kind *kind, const char *namespace,
                        struct buf *body)
{
	buf_puts(body, "{\"apiVersion\":\"authorization.k8s.io/v1\","
	               "\"kind\":\"SelfSubjectAccessReview\",\"spec\":{\"resourceAttributes\":{");
	buf_puts(body, "\"verb\":");
	json_quote(body, verb);
	buf_puts(body, ",\"group\":");
	json_quote(body, kind->group);
	buf_puts(body, ",\"resource\":");
	json_quote(body, kind->resource);
	if (namespace && kind->namespaced) {
		buf_puts(body, ",\"namespace\":");
		json_quote(body, namespace);
	}
	buf_puts(body, "}}}");
}

int api_allowed(struct api *api, const char *verb, const struct kind *kind, const char *namespace,
                struct error *err)
{
	static const char path[] = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
	AUTO(buf_free) struct buf body = { 0 };
	struct json root;

	review_body(verb, kind, namespace, &body);
	if (api_post(api, path, body.at, &root, err))
		return -1;
	return json_bool(json_get(root, "status.allowed"), false);
}

/*
 * From 1.33 on the server writes a list as it goes, without holding it; before, a whole
 * list costs it a multiple of the list's size in memory. -1: it cannot be reached.
 */
static int choose_chunk(struct api *api, int64_t *chunk, struct error *err)
{
	struct error why;
	struct version v;
	const char *text;

	*chunk = PAGE;
	if (!api_version(api, &v, &text, &why)) {
		if (version_at_least(v, 1, 33))
			*chunk = 0;
		return 0;
	}
	if (why.code == ERR_SERVER || why.code == ERR_DENIED || why.code == ERR_NOT_FOUND ||
	    why.code == ERR_DATA)
		return 0;
	return error_set(err, why.code, "%s", why.text);
}

int api_lists(struct api *api, struct api_list *lists, size_t n, struct error *err)
{
	int64_t chunk = API_CHUNK_AUTO;

	for (size_t i = 0; i < n; i++) {
		if (lists[i].chunk != API_CHUNK_AUTO)
			continue;
		if (chunk == API_CHUNK_AUTO && choose_chunk(api, &chunk, err))
			return -1;
		lists[i].chunk = chunk;
	}
	return lists_run(api->http, lists, n, err);
}
