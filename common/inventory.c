/*
 * The compact index of a run. Read inventory_subject() first (who is who), then the
 * take_*() functions (what is kept of each kind), then inventory_finish().
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

static struct quantity request(struct json container, const char *resource)
{
	struct quantity q = { .units = -1 };
	struct json resources = json_get(container, "resources");
	struct json value = json_key(json_get(resources, "requests"), resource);

	if (!json_exists(value))
		value = json_key(json_get(resources, "limits"), resource);
	quantity_parse(json_str(value), &q);
	return q;
}

static void take_container(struct inventory *inv, struct workload *w, struct json container)
{
	size_t i = w->n_containers++;

	w->containers[i] = arena_intern(inv->arena, json_text(json_get(container, "name"), ""));
	w->cpu[i] = request(container, "cpu");
	w->memory[i] = request(container, "memory");
}

/* The containers that run for the pod's life: main ones and native sidecars. */
static void take_containers(struct inventory *inv, struct workload *w, struct json spec)
{
	struct json mains = json_get(spec, "containers"), inits = json_get(spec, "initContainers");
	size_t n = json_count(mains) + json_count(inits);

	w->containers = arena_alloc(inv->arena, n * sizeof *w->containers);
	w->cpu = arena_alloc(inv->arena, n * sizeof *w->cpu);
	w->memory = arena_alloc(inv->arena, n * sizeof *w->memory);
	json_each(container, mains)
		take_container(inv, w, container);
	json_each(container, inits)
		if (json_equal(json_get(container, "restartPolicy"), "Always"))
			take_container(inv, w, container);
}

static void take_claims(struct inventory *inv, struct workload *w, struct json spec)
{
	struct json volumes = json_get(spec, "volumes");

	w->claims = arena_alloc(inv->arena, json_count(volumes) * sizeof *w->claims);
	json_each(volume, volumes) {
		const char *claim = json_str(json_get(volume, "persistentVolumeClaim.claimName"));

		if (claim)
			w->claims[w->n_claims++] = arena_intern(inv->arena, claim);
	}
}

static bool has_condition(struct json conditions, const char *type)
{
	json_each(condition, conditions)
		if (json_equal(json_get(condition, "type"), type) &&
		    json_equal(json_get(condition, "status"), "True"))
			return true;
	return false;
}

static bool is_finished(const struct object *o)
{
	struct json phase = json_get(o->json, "status.phase");
	struct json conditions = json_get(o->json, "status.conditions");

	if (o->kind->id == KIND_POD)
		return json_equal(phase, "Succeeded") || json_equal(phase, "Failed");
	return o->kind->id == KIND_JOB &&
	       (has_condition(conditions, "Complete") || has_condition(conditions, "Failed"));
}

static void take_workload(struct inventory *inv, const struct object *o, struct subject *s)
{
	struct workload *w = arena_alloc(inv->arena, sizeof *w);
	struct json template = *o->kind->pod ? json_get(o->json, o->kind->pod) : o->json;
	struct json replicas = json_get(o->json, "spec.replicas");
	struct json status = json_get(o->json, "status");
	bool daemon_set = o->kind->id == KIND_DAEMONSET;

	w->subject = s;
	w->labels = labels_of(inv->arena, json_get(template, "metadata.labels"));
	w->selector = o->kind->id == KIND_REPLICATIONCONTROLLER
	                      ? selector_of_map(inv->arena, json_get(o->json, "spec.selector"))
	                      : selector_of(inv->arena, json_get(o->json, "spec.selector"));
	w->recreates = json_equal(json_get(o->json, "spec.strategy.type"), "Recreate");
	w->replicas_set = json_exists(replicas);
	w->replicas = daemon_set ? 0 : json_int(replicas, w->replicas_set ? 0 : 1);
	w->finished = is_finished(o);
	w->old = o->kind->id == KIND_REPLICASET && !w->replicas && s->owner;
	w->ready = json_int(json_get(status, daemon_set ? "numberReady" : "readyReplicas"), -1);
	w->available = json_int(
		json_get(status, daemon_set ? "numberAvailable" : "availableReplicas"), -1);
	w->service_name =
		arena_intern(inv->arena, json_str(json_get(o->json, "spec.serviceName")));
	w->spot = spot_of(inv->arena, o, template);
	w->replicas_spot = spot_of(inv->arena, o, replicas);
	take_containers(inv, w, json_get(template, "spec"));
	take_claims(inv, w, json_get(template, "spec"));
	w->next = inv->workloads;
	inv->workloads = s->workload = w;
}

static void take_pod(struct inventory *inv, const struct object *o, struct subject *s)
{
	struct pod *p = arena_alloc(inv->arena, sizeof *p);

	p->labels = labels_of(inv->arena, json_get(o->json, "metadata.labels"));
	p->namespace = arena_intern(inv->arena, o->namespace);
	p->name = arena_strdup(inv->arena, o->name);
	p->node = arena_intern(inv->arena, json_text(json_get(o->json, "spec.nodeName"), ""));
	p->subject = s;
	p->ready = has_condition(json_get(o->json, "status.conditions"), "Ready");
	p->finished = is_finished(o);
	p->deleting = json_exists(json_get(o->json, "metadata.deletionTimestamp"));
	p->mirror = json_exists(json_key(json_get(o->json, "metadata.annotations"),
	                                 "kubernetes.io/config.mirror"));
	p->next = inv->pods;
	inv->pods = p;
}

static void take_service(struct inventory *inv, const struct object *o, struct subject *s)
{
	struct service *service = arena_alloc(inv->arena, sizeof *service);
	struct json spec = json_get(o->json, "spec");

	service->subject = s;
	service->selector = selector_of_map(inv->arena, json_get(spec, "selector"));
	service->type = arena_intern(inv->arena, json_text(json_get(spec, "type"), "ClusterIP"));
	service->cluster_ip = arena_intern(inv->arena, json_text(json_get(spec, "clusterIP"), ""));
	service->spot = spot_of(inv->arena, o, json_get(spec, "selector"));
	service->next = inv->services;
	inv->services = service;
}

static void take_pdb(struct inventory *inv, const struct object *o, struct subject *s)
{
	struct pdb *pdb = arena_alloc(inv->arena, sizeof *pdb);
	struct json spec = json_get(o->json, "spec"), status = json_get(o->json, "status");
	struct json min = json_get(spec, "minAvailable"), max = json_get(spec, "maxUnavailable");

	pdb->subject = s;
	pdb->selector = selector_of(inv->arena, json_get(spec, "selector"));
	pdb->min_available = arena_strdup(inv->arena, json_str(min));
	pdb->max_unavailable = arena_strdup(inv->arena, json_str(max));
	pdb->unhealthy_policy =
		arena_intern(inv->arena, json_str(json_get(spec, "unhealthyPodEvictionPolicy")));
	pdb->expected_pods = json_int(json_get(status, "expectedPods"), -1);
	pdb->disruptions_allowed = json_int(json_get(status, "disruptionsAllowed"), -1);
	pdb->current_healthy = json_int(json_get(status, "currentHealthy"), -1);
	pdb->desired_healthy = json_int(json_get(status, "desiredHealthy"), -1);
	pdb->spot = spot_of(inv->arena, o, json_get(spec, "selector"));
	pdb->min_spot = spot_of(inv->arena, o, min);
	pdb->max_spot = spot_of(inv->arena, o, max);
	pdb->next = inv->pdbs;
	inv->pdbs = pdb;
}

/* Without any metric the API server asks for 80 % of the CPU requests. */
static bool scales_by_utilisation(struct json spec)
{
	struct json metrics = json_get(spec, "metrics");

	if (!json_count(metrics))
		return true;
	json_each(metric, metrics)
		if (json_exists(json_get(metric, "resource.target.averageUtilization")) ||
		    json_exists(json_get(metric, "containerResource.target.averageUtilization")))
			return true;
	return false;
}

static void take_autoscaler(struct inventory *inv, const struct object *o, struct subject *s)
{
	struct autoscaler *h = arena_alloc(inv->arena, sizeof *h);
	struct json spec = json_get(o->json, "spec"), target = json_get(spec, "scaleTargetRef");

	h->subject = s;
	h->keda = o->kind->id == KIND_SCALEDOBJECT;
	h->target_api_version = arena_intern(
		inv->arena, json_text(json_get(target, "apiVersion"), h->keda ? "apps/v1" : ""));
	h->target_kind = arena_intern(
		inv->arena, json_text(json_get(target, "kind"), h->keda ? "Deployment" : ""));
	h->target_name = arena_intern(inv->arena, json_text(json_get(target, "name"), ""));
	h->min = h->keda ? json_int(json_get(spec, "minReplicaCount"), 0)
	                 : json_int(json_get(spec, "minReplicas"), 1);
	h->max = h->keda ? json_int(json_get(spec, "maxReplicaCount"), 100)
	                 : json_int(json_get(spec, "maxReplicas"), h->min);
	h->by_utilisation = !h->keda && scales_by_utilisation(spec);
	h->spot = spot_of(inv->arena, o, target);
	h->next = inv->autoscalers;
	inv->autoscalers = h;
}

static const char *why_unschedulable(struct inventory *inv, struct json spec)
{
	if (json_bool(json_get(spec, "unschedulable"), false))
		return "cordoned";
	json_each(taint, json_get(spec, "taints")) {
		struct json effect = json_get(taint, "effect");

		if (json_equal(effect, "NoSchedule") || json_equal(effect, "NoExecute"))
			return arena_intern(inv->arena, json_text(json_get(taint, "key"), "tainted"));
	}
	return NULL;
}

static void take_node(struct inventory *inv, const struct object *o)
{
	struct node *node = arena_alloc(inv->arena, sizeof *node);
	struct json labels = json_get(o->json, "metadata.labels");
	struct json allocatable = json_get(o->json, "status.allocatable");

	node->name = arena_intern(inv->arena, o->name);
	node->zone = arena_intern(
		inv->arena, json_text(json_key(labels, "topology.kubernetes.io/zone"), ""));
	node->control_plane = json_exists(json_key(labels, "node-role.kubernetes.io/control-plane"));
	node->unschedulable = why_unschedulable(inv, json_get(o->json, "spec"));
	node->ready = has_condition(json_get(o->json, "status.conditions"), "Ready");
	quantity_parse(json_str(json_get(allocatable, "cpu")), &node->cpu);
	quantity_parse(json_str(json_get(allocatable, "memory")), &node->memory);
	node->pods = json_int(json_get(allocatable, "pods"), 0);
	node->next = inv->nodes;
	inv->nodes = node;
}

static void take_namespace(struct inventory *inv, const struct object *o, struct subject *s)
{
	struct namespace *namespace = arena_alloc(inv->arena, sizeof *namespace);
	struct json labels = json_get(o->json, "metadata.labels");

	namespace->subject = s;
	namespace->labels = labels_of(inv->arena, labels);
	namespace->spot = spot_of(inv->arena, o, labels);
	namespace->next = inv->namespaces;
	inv->namespaces = namespace;
}

/*
 * As the API server completes a LimitRange: a maximum is the default limit, and the
 * default limit or else the minimum the default request.
 */
static void take_defaults(struct json item, const char *resource, bool *request, bool *limit)
{
	struct json min = json_key(json_get(item, "min"), resource);
	bool has_limit = json_exists(json_key(json_get(item, "default"), resource)) ||
	                 json_exists(json_key(json_get(item, "max"), resource));

	*limit |= has_limit;
	*request |= has_limit || json_exists(min) ||
	            json_exists(json_key(json_get(item, "defaultRequest"), resource));
}

static void take_limit_range(struct inventory *inv, const struct object *o, struct subject *s)
{
	struct limit_range *range = arena_alloc(inv->arena, sizeof *range);

	range->subject = s;
	json_each(item, json_get(o->json, "spec.limits")) {
		if (!json_equal(json_get(item, "type"), "Container"))
			continue;
		take_defaults(item, "cpu", &range->cpu_request, &range->cpu_limit);
		take_defaults(item, "memory", &range->memory_request, &range->memory_limit);
	}
	range->next = inv->limit_ranges;
	inv->limit_ranges = range;
}

static void take_named(struct inventory *inv, const struct object *o, struct subject *s,
                       struct named **list)
{
	AUTO(buf_free) struct buf modes = { 0 };
	struct named *named = arena_alloc(inv->arena, sizeof *named);

	json_each(mode, json_get(o->json, "spec.accessModes"))
		buf_addf(&modes, "%s%s", modes.len ? "," : "", json_text(mode, ""));
	named->subject = s;
	named->value = arena_intern(inv->arena, buf_text(&modes));
	named->next = *list;
	*list = named;
}

void inventory_add(struct inventory *inv, const struct object *o, struct subject *s)
{
	inv->n_objects[o->kind->id]++;
	switch (o->kind->id) {
	case KIND_SERVICE:       take_service(inv, o, s); break;
	case KIND_PDB:           take_pdb(inv, o, s); break;
	case KIND_HPA:
	case KIND_SCALEDOBJECT:  take_autoscaler(inv, o, s); break;
	case KIND_NODE:          take_node(inv, o); break;
	case KIND_NAMESPACE:     take_namespace(inv, o, s); break;
	case KIND_LIMITRANGE:    take_limit_range(inv, o, s); break;
	case KIND_PVC:           take_named(inv, o, s, &inv->claims); break;
	case KIND_PRIORITYCLASS: take_named(inv, o, s, &inv->priority_classes); break;
	case KIND_POD:
		if (o->live)
			take_pod(inv, o, s);
		if (!s->seen || s->kind != o->kind)
			break; /* an owned pod: its owner's template stands for it */
		take_workload(inv, o, s);
		break;
	default:
		if (o->kind->pod)
			take_workload(inv, o, s);
	}
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
	return !strcmp(selecting->namespace, w->subject->namespace) &&
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
