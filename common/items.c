/* Lists are opened by recursion, which json.h's depth bounds. */
#include "kube/items.h"

#include "kube/strings.h"

#include <stdlib.h>
#include <string.h>

static const char *text_of(struct json v, const char *key)
{
	struct json member = json_key(v, key);

	return json_type(member) == JSON_STRING ? json_str(member) : "";
}

static bool is_list(struct json v)
{
	return json_type(json_key(v, "items")) == JSON_ARRAY;
}

/* A custom resource may well be called an AllowList. */
static bool is_list_kind(struct json v)
{
	return text_ends(text_of(v, "kind"), "List") && !json_exists(json_get(v, "metadata.name")) &&
	       !json_exists(json_key(v, "spec"));
}

bool items_untyped(struct json v)
{
	return json_type(v) == JSON_OBJECT && !*text_of(v, "kind") && !is_list(v);
}

/* "PodList" says that its items are Pods; "List" says nothing. */
struct items_implied items_implied_by(struct json list)
{
	const char *kind = text_of(list, "kind");
	struct items_implied implied = { 0 };

	if (!text_ends(kind, "List") || !strcmp(kind, "List"))
		return implied;
	implied.kind = xstrdup(kind);
	implied.kind[strlen(kind) - strlen("List")] = '\0';
	implied.api_version = xstrdup(text_of(list, "apiVersion"));
	return implied;
}

void items_implied_free(struct items_implied *implied)
{
	free(implied->api_version);
	free(implied->kind);
	*implied = (struct items_implied){ 0 };
}

static int show_items(const struct items_sink *sink, struct json list, struct error *err)
{
	AUTO(items_implied_free) struct items_implied implied = items_implied_by(list);

	json_each(item, json_key(list, "items"))
		if (items_show(sink, item, &implied, err))
			return -1;
	return 0;
}

static int show_object(const struct items_sink *sink, struct json v,
                       const struct items_implied *implied, struct error *err)
{
	const char *kind = text_of(v, "kind"), *api_version = text_of(v, "apiVersion");

	if (!*kind && implied && implied->kind)
		kind = implied->kind;
	if (!*api_version && implied && implied->api_version)
		api_version = implied->api_version;
	if (!*kind)
		return sink->wrong(sink->arg, v, "Object 'Kind' is missing", err);
	if (!*api_version)
		return sink->wrong(sink->arg, v, "Object 'apiVersion' is missing", err);
	return sink->object(sink->arg, v, api_version, kind, err);
}

int items_show(const struct items_sink *sink, struct json v, const struct items_implied *implied,
               struct error *err)
{
	int result;

	switch (json_type(v)) {
	case JSON_ABSENT:
		return 0;
	case JSON_OBJECT:
		if (is_list(v))
			return show_items(sink, v, err);
		if (!is_list_kind(v))
			result = show_object(sink, v, implied, err);
		else if (json_exists(json_key(v, "items")))
			result = sink->wrong(sink->arg, json_key(v, "items"), "items is not a list", err);
		else
			result = 0;
		break;
	case JSON_ARRAY:
		result = sink->wrong(sink->arg, v, "not an object but a list", err);
		break;
	default:
		result = sink->wrong(sink->arg, v, "not an object but a single value", err);
	}
	return result ? -1 : 0;
}
