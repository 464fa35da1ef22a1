/*
 * The compact index of a run: who is who, the end of the run, and questions to it.
 * inventory_add.c fills it.
 */
#include "kube/inventory.h"

#include "kube/duty.h"
#include "kube/strings.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static size_t bucket_of(const char *kind_name, const char *namespace, const char *name)
{
	const char *parts[] = { kind_name, namespace, name };
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < 3; i++) {
		for (const char *c = parts[i]; *c; c++)
			hash = (hash ^ (unsigned char)*c) * 16777619u;
		hash = (hash ^ '/') * 16777619u;
	}
	return hash % SUBJECT_BUCKETS;
}

/* Kinds we know are told apart by their row, others by the group of their apiVersion. */
static bool same_kind(const struct subject *s, const struct kind *kind, const char *api_version)
{
	size_t len = strcspn(api_version, "/");

	if (s->kind || kind)
		return s->kind == kind;
	return strcspn(s->api_version, "/") == len && !strncmp(s->api_version, api_version, len);
}

struct subject *inventory_named(struct inventory *inv, const char *api_version,
                                const char *kind_name, const char *namespace, const char *name)
{
	const struct kind *kind = kind_find(api_version, kind_name);
	struct subject **bucket = &inv->subjects[bucket_of(kind_name, namespace, name)];
	struct subject *s;

	for (s = *bucket; s; s = s->next)
		if (!strcmp(s->name, name) && !strcmp(s->namespace, namespace) &&
		    !strcmp(s->kind_name, kind_name) && same_kind(s, kind, api_version))
			return s;
	s = arena_alloc(inv->arena, sizeof *s);
	*s = (struct subject){
		.api_version = arena_intern(inv->arena, api_version),
		.kind_name = arena_intern(inv->arena, kind_name),
		.namespace = arena_intern(inv->arena, namespace),
		.name = arena_intern(inv->arena, name),
		.kind = kind,
		.selected = true,
		.next = *bucket,
	};
	return *bucket = s;
}

static struct subject *owner_of(struct inventory *inv, const struct object *o)
{
	json_each(ref, json_get(o->json, "metadata.ownerReferences"))
		if (json_bool(json_get(ref, "controller"), false))
			return inventory_named(inv, json_text(json_get(ref, "apiVersion"), ""),
			                       json_text(json_get(ref, "kind"), ""), o->namespace,
			                       json_text(json_get(ref, "name"), ""));
	return NULL;
}

struct spot spot_of(struct arena *a, const struct object *o, struct json v)
{
	AUTO(buf_free) struct buf path = { 0 };
	struct spot spot = { .file = arena_intern(a, o->file), .place = object_place(o, v) };

	json_path(v, &path);
	spot.path = path.len ? arena_intern(a, path.at) : NULL;
	return spot;
}

struct subject *inventory_subject(struct inventory *inv, const struct object *o)
{
	struct subject *owner = owner_of(inv, o);
	struct subject *s;
	const char *name = o->name;

	if (owner && o->kind && o->kind->id == KIND_POD)
		return owner;
	if (!*name)
		name = json_text(json_get(o->json, "metadata.generateName"), "");
	s = inventory_named(inv, o->api_version, o->kind_name, o->namespace, name);
	if (owner != s)
		s->owner = owner;
	s->seen = true;
	s->live = o->live;
	s->duty = duty_of(o);
	s->spot = spot_of(inv->arena, o, (struct json){ 0 });
	return s;
}

struct subject *inventory_find(const struct inventory *inv, const char *kind_name,
                               const char *namespace, const char *name)
{
	struct subject *s = inv->subjects[bucket_of(kind_name, namespace, name)];

	for (; s; s = s->next)
		if (!strcmp(s->name, name) && !strcmp(s->namespace, namespace) &&
		    !strcmp(s->kind_name, kind_name))
			return s;
	return NULL;
}

/* Objects of a hostile file may own each other in a circle: twenty steps are enough. */
struct subject *subject_top(struct subject *s)
{
	for (int steps = 0; s->owner && steps < 20; steps++)
		s = s->owner;
	return s;
}

static int compare_subjects(const struct subject *a, const struct subject *b)
{
	int order = strcmp(a->namespace, b->namespace);

	if (!order)
		order = strcmp(a->kind_name, b->kind_name);
	return order ? order : strcmp(a->name, b->name);
}

/* Sorts a singly linked list whose link is at `offset`. */
static void *sorted(void *list, size_t offset, int (*compare)(const void *, const void *))
{
	AUTO(buf_free) struct buf pointers = { .max = SIZE_MAX / 2 };
	void **at, *first = NULL;
	size_t n;

	for (void *item = list; item; item = *(void **)((char *)item + offset))
		buf_add(&pointers, &item, sizeof item);
	at = (void **)(void *)pointers.at;
	n = pointers.len / sizeof *at;
	if (n)
		qsort(at, n, sizeof *at, compare);
	while (n--) {
		*(void **)((char *)at[n] + offset) = first;
		first = at[n];
	}
	return first;
}

#define BY_SUBJECT(type)                                                                       \
	static int compare_##type(const void *a, const void *b)                                \
	{                                                                                      \
		return compare_subjects((*(struct type *const *)a)->subject,                   \
		                        (*(struct type *const *)b)->subject);                  \
	}
BY_SUBJECT(workload)
BY_SUBJECT(service)
BY_SUBJECT(pdb)
BY_SUBJECT(autoscaler)
BY_SUBJECT(namespace)
BY_SUBJECT(limit_range)
BY_SUBJECT(named)

static int compare_pod(const void *a, const void *b)
{
	const struct pod *p = *(struct pod *const *)a, *q = *(struct pod *const *)b;
	int order = strcmp(p->namespace, q->namespace);

	return order ? order : strcmp(p->name, q->name);
}

static int compare_node(const void *a, const void *b)
{
	return strcmp((*(struct node *const *)a)->name, (*(struct node *const *)b)->name);
}

#define SORT(list, type) \
	inv->list = sorted(inv->list, offsetof(struct type, next), compare_##type)

void inventory_finish(struct inventory *inv)
{
	SORT(workloads, workload);
	SORT(pods, pod);
	SORT(services, service);
	SORT(pdbs, pdb);
	SORT(autoscalers, autoscaler);
	SORT(nodes, node);
	SORT(namespaces, namespace);
	SORT(limit_ranges, limit_range);
	SORT(claims, named);
	SORT(priority_classes, named);
	for (struct autoscaler *h = inv->autoscalers; h; h = h->next) {
		struct subject *target = inventory_find(inv, h->target_kind,
		                                        h->subject->namespace, h->target_name);

		h->target = target && target->seen ? target : NULL;
	}
}

const struct autoscaler *autoscaler_of(const struct inventory *inv, const struct subject *s)
{
	for (const struct autoscaler *h = inv->autoscalers; h; h = h->next)
		if (h->target == s)
			return h;
	return NULL;
}

bool selects(const struct selector *s, const struct subject *selecting, const struct workload *w)
{
	return selecting->namespace == w->subject->namespace && /* both interned */
	       selector_matches(s, w->labels);
}

bool workload_counts(const struct workload *w)
{
	const struct subject *owner = w->subject->owner;

	return !w->finished && !w->old && !(owner && owner->workload);
}

int64_t workload_replicas(const struct inventory *inv, const struct workload *w)
{
	const struct autoscaler *h = autoscaler_of(inv, w->subject);

	return h ? h->min : w->replicas;
}

bool workload_is(const struct workload *w, kind_mask of)
{
	return w->subject->kind && of & KIND_BIT(w->subject->kind->id);
}
