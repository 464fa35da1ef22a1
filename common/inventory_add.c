/*
 * What the inventory keeps of an object: one take_*() a kind, chosen in inventory_add()
 * at the end.
 */
#include "kube/inventory_add.h"

#include <string.h>

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
