/*
 * Objects of files and of the cluster, seen alike. Reading order: from_file() and
 * from_cluster() make an object of what manifest.h and api.h show, show() hands it on.
 */
#include "kube/objects.h"

#include "kube/hashset.h"
#include "kube/selector.h"
#include "kube/strings.h"

#include <string.h>

struct reader {
	const struct selection *from;
	struct objects_result *result;
	struct arena *arena;
	struct selector selector;
	struct hashset in_files;      /* identities, when there is a cluster too */
	size_t room;                  /* in result->unreadable */
	const char *api_versions[KIND_COUNT];
	int (*visit)(void *arg, const struct object *o, struct error *err);
	void *arg;
	struct error failed;          /* what visit said: everything ends */
};

struct place object_place(const struct object *o, struct json v)
{
	return o->manifest ? manifest_place(o->manifest, v) : (struct place){ 0 };
}

static uint64_t identity(const struct object *o)
{
	uint64_t hash = hash_text(HASH_START, o->kind->name);

	hash = hash_text(hash, o->kind->group);
	return hash_text(hash_text(hash, o->namespace), o->name);
}

static int show(struct reader *r, const struct object *o, struct error *err)
{
	if (o->kind)
		r->result->n_objects[o->kind->id]++;
	else
		r->result->n_unknown_kinds++;
	return r->visit(r->arg, o, err);
}

/* ---- files ---- */

static bool in_namespace(const struct selection *from, const struct object *o)
{
	if (!from->namespace)
		return true;
	if (o->kind && o->kind->id == KIND_NAMESPACE)
		return !strcmp(o->name, from->namespace);
	return !*o->namespace || !strcmp(o->namespace, from->namespace);
}

static bool is_selected(const struct reader *r, const struct object *o)
{
	const struct selection *from = r->from;

	if (o->kind && !(from->kinds & KIND_BIT(o->kind->id)))
		return false;
	if (!in_namespace(from, o))
		return false;
	if (!from->label_selector || (o->kind && from->unselected & KIND_BIT(o->kind->id)))
		return true;
	return selector_matches_json(&r->selector, json_get(o->json, "metadata.labels"));
}

static const char *namespace_of(const struct selection *from, const struct kind *kind,
                                struct json metadata)
{
	const char *written = json_text(json_key(metadata, "namespace"), "");

	if (kind && !kind->namespaced)
		return "";
	if (!*written && kind && from->default_namespace)
		return from->default_namespace;
	return written;
}

static int from_file(void *arg, const struct manifest_object *m, struct error *err)
{
	struct reader *r = arg;
	const struct kind *kind = kind_find(m->api_version, m->kind);
	struct json metadata = json_key(m->json, "metadata");
	const struct object o = {
		.json = m->json,
		.kind = kind,
		.api_version = m->api_version,
		.kind_name = m->kind,
		.namespace = namespace_of(r->from, kind, metadata),
		.name = json_text(json_key(metadata, "name"), ""),
		.file = m->file,
		.manifest = m,
	};

	/* Also when it is not selected: the file is the one that is meant, not the cluster's. */
	if (r->from->api && kind && *o.name)
		hashset_add(&r->in_files, identity(&o));
	return is_selected(r, &o) ? show(r, &o, err) : 0;
}

static int note_unreadable(void *arg, const struct error *what)
{
	struct reader *r = arg;
	struct objects_result *result = r->result;

	if (result->n_unreadable == r->room) {
		struct error *more;

		r->room = r->room ? r->room * 2 : 4;
		more = arena_alloc(r->arena, r->room * sizeof *more);
		if (result->n_unreadable)
			memcpy(more, result->unreadable, result->n_unreadable * sizeof *more);
		result->unreadable = more;
	}
	result->unreadable[result->n_unreadable++] = *what;
	return 0;
}

static int read_files(struct reader *r, struct error *err)
{
	const struct selection *from = r->from;
	struct manifest_totals totals = { 0 };
	const struct manifest_options options = {
		.files = from->files,
		.recursive = from->recursive,
		.text = from->sample,
		.text_name = "sample",
		.totals = &totals,
		.unreadable = note_unreadable,
		.visit = from_file,
		.arg = r,
	};
	int failed;

	if (!from->sample && !(from->files && from->files->n))
		return 0;
	failed = manifest_each(&options, err);
	r->result->n_files = totals.files;
	r->result->n_bytes += totals.bytes;
	return failed;
}

/* ---- the cluster ---- */

static int from_cluster(void *arg, const struct api_list *list, struct json item,
                        struct error *err)
{
	struct reader *r = arg;
	const struct kind *kind = list->kind;
	struct json metadata = json_key(item, "metadata");
	const struct object o = {
		.json = item,
		.kind = kind,
		.api_version = r->api_versions[kind->id],
		.kind_name = kind->name,
		.namespace = kind->namespaced ? json_text(json_key(metadata, "namespace"), "") : "",
		.name = json_text(json_key(metadata, "name"), ""),
		.live = true,
	};

	if (r->failed.code)
		return error_set(err, r->failed.code, "%s", r->failed.text);
	if (r->in_files.n && hashset_has(&r->in_files, identity(&o)))
		return 0;
	if (!show(r, &o, err))
		return 0;
	r->failed = *err;
	return -1;
}

/* Who looks into one namespace is interested in that Namespace, and may be allowed no other. */
static const char *field_selector(const struct reader *r, const struct kind *kind)
{
	const struct selection *from = r->from;
	const char *given = from->unselected & KIND_BIT(kind->id) ? NULL : from->field_selector;

	if (kind->id != KIND_NAMESPACE || !from->namespace)
		return given;
	return arena_printf(r->arena, "metadata.name=%s%s%s", from->namespace, given ? "," : "",
	                    given ? given : "");
}

static const char *api_version_of(struct arena *a, const struct kind *kind)
{
	return *kind->group ? arena_printf(a, "%s/%s", kind->group, kind->version) : kind->version;
}

static size_t make_lists(struct reader *r, struct api_list lists[KIND_COUNT])
{
	const struct selection *from = r->from;
	size_t n = 0;

	for (size_t id = 0; id < KIND_COUNT; id++) {
		if (!(from->kinds & KIND_BIT(id)))
			continue;
		r->api_versions[id] = api_version_of(r->arena, &kinds[id]);
		lists[n++] = (struct api_list){
			.kind = &kinds[id],
			.namespace = from->namespace,
			.label_selector = from->unselected & KIND_BIT(id) ? NULL
			                                                  : from->label_selector,
			.field_selector = field_selector(r, &kinds[id]),
			.chunk = from->chunk,
			.item = from_cluster,
			.arg = r,
		};
	}
	return n;
}

static void note_lists(struct reader *r, const struct api_list *lists, size_t n)
{
	struct objects_result *result = r->result;

	result->unread = arena_alloc(r->arena, n * sizeof *result->unread);
	for (size_t i = 0; i < n; i++) {
		result->n_bytes += lists[i].n_bytes;
		if (lists[i].restarted)
			result->restarted |= KIND_BIT(lists[i].kind->id);
		if (lists[i].error.code)
			result->unread[result->n_unread++] = (struct unread){
				.kind = lists[i].kind,
				.namespace = lists[i].kind->namespaced ? r->from->namespace : NULL,
				.why = lists[i].error,
			};
	}
}

static int read_cluster(struct reader *r, struct error *err)
{
	struct api_list *lists;
	size_t n;

	if (!r->from->api)
		return 0;
	lists = arena_alloc(r->arena, KIND_COUNT * sizeof *lists);
	n = make_lists(r, lists);
	if (n && api_lists(r->from->api, lists, n, err))
		return -1;
	if (r->failed.code)
		return error_set(err, r->failed.code, "%s", r->failed.text);
	note_lists(r, lists, n);
	return 0;
}

int objects_each(const struct selection *from, struct arena *a, struct objects_result *result,
                 int (*visit)(void *arg, const struct object *o, struct error *err), void *arg,
                 struct error *err)
{
	struct reader r = { .from = from, .result = result, .arena = a, .visit = visit,
		            .arg = arg };
	int failed;

	*result = (struct objects_result){ 0 };
	if (from->label_selector && selector_parse(a, from->label_selector, &r.selector, err))
		return -1;
	failed = read_files(&r, err) || read_cluster(&r, err) ? -1 : 0;
	hashset_free(&r.in_files);
	return failed;
}
