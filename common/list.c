/* A list as a request, and its failures as kubectl's texts. */
#include "kube/list.h"

#include "kube/http.h"
#include "kube/status.h"

#include <stdio.h>
#include <string.h>

static void add_parameter(struct buf *path, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	buf_addf(path, "%s%s=", strchr(path->at, '?') ? "&" : "?", name);
	http_escape(path, value);
}

void list_path(const struct api_list *list, int64_t limit, const char *token, struct buf *path)
{
	const struct kind *kind = list->kind;
	char number[24] = "";

	if (*kind->group)
		buf_addf(path, "/apis/%s/%s", kind->group, kind->version);
	else
		buf_addf(path, "/api/%s", kind->version);
	if (kind->namespaced && list->namespace) {
		buf_puts(path, "/namespaces/");
		http_escape(path, list->namespace);
	}
	buf_addf(path, "/%s", kind->resource);
	if (limit > 0)
		snprintf(number, sizeof number, "%lld", (long long)limit);
	add_parameter(path, "limit", number);
	add_parameter(path, "labelSelector", list->label_selector);
	add_parameter(path, "fieldSelector", list->field_selector);
	add_parameter(path, "continue", token);
}

/* No second choice: who asks for metadata never wants the data of a Secret. */
const char *list_accept(const struct api_list *list)
{
	if (list->metadata_only || list->kind->metadata_only)
		return "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
	return NULL;
}

int list_error(const struct api_list *list, const struct http_response *r, const char *body,
               struct error *err)
{
	const struct kind *kind = list->kind;
	const char *labels = list->label_selector ? list->label_selector : "";
	const char *fields = list->field_selector ? list->field_selector : "";
	AUTO(buf_free) struct buf doing = { 0 }, before = { 0 };

	buf_addf(&doing, "get %s%s%s", kind->resource, *kind->group ? "." : "", kind->group);
	buf_addf(&before, "Unable to %s \"%s/%s, Resource=%s\"",
	         *labels || *fields ? "find" : "list", kind->group, kind->version, kind->resource);
	if (*labels || *fields)
		buf_addf(&before, " that match label selector \"%s\", field selector \"%s\"",
		         labels, fields);
	buf_puts(&before, ": ");
	return status_error(&(struct status_answer){ r->status, r->content_type, body, doing.at,
	                                             before.at }, err);
}
