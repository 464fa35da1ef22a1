/* Autoscalers: what they scale, within which bounds, and whether they can. */
#include "themes.h"

#include "kube/k8stime.h"
#include "kube/strings.h"

#include <string.h>

#define HPAS KIND_BIT(KIND_HPA)
#define SCALERS (KIND_BIT(KIND_HPA) | KIND_BIT(KIND_SCALEDOBJECT))
#define SCALABLE                                                                               \
	(KIND_BIT(KIND_DEPLOYMENT) | KIND_BIT(KIND_STATEFULSET) | KIND_BIT(KIND_REPLICASET) |  \
	 KIND_BIT(KIND_REPLICATIONCONTROLLER))

/* ---- targets ---- */

/* Custom resources with a scale subresource are targets too: only our own kinds are known. */
static bool is_known_kind(const char *api_version, const char *kind_name)
{
	const struct kind *k = kind_find(api_version, kind_name);

	return k && SCALABLE & KIND_BIT(k->id);
}

static void target_missing(struct run *run, const struct check *check)
{
	for (const struct autoscaler *h = run->inventory.autoscalers; h; h = h->next) {
		struct finding *f;

		if (h->target || !is_known_kind(h->target_api_version, h->target_kind))
			continue;
		f = found_on(run, check, h->subject, &h->spot, NULL, "its target %s %s is not %s",
		             h->target_kind, h->target_name, h->subject->live ? "there" : "among these files");
		if (!h->subject->live)
			f->severity = INFO;
	}
}

static bool is_same_target(const struct autoscaler *a, const struct autoscaler *b)
{
	return !strcmp(a->subject->namespace, b->subject->namespace) &&
	       !strcmp(a->target_kind, b->target_kind) && !strcmp(a->target_name, b->target_name);
}

/* KEDA works through an HPA of its own, which it owns. */
static bool is_made_by(const struct autoscaler *a, const struct autoscaler *b)
{
	return a->subject->owner == b->subject || b->subject->owner == a->subject;
}

static void duplicate(struct run *run, const struct check *check)
{
	for (const struct autoscaler *a = run->inventory.autoscalers; a; a = a->next)
		for (const struct autoscaler *b = a->next; b; b = b->next)
			if (is_same_target(a, b) && !is_made_by(a, b))
				found_on(run, check, b->subject, &b->spot, NULL,
				         "%s %s scales %s %s too: they undo each other's work",
				         a->subject->kind_name, a->subject->name, b->target_kind, b->target_name);
}

/* In a manifest every apply sets the replicas back to what the file says. */
static void static_replicas(struct run *run, const struct check *check)
{
	for (const struct autoscaler *h = run->inventory.autoscalers; h; h = h->next) {
		const struct workload *w = h->target ? h->target->workload : NULL;

		if (w && w->replicas_set && !h->target->live)
			found_on(run, check, h->target, &w->replicas_spot, NULL,
			         "replicas %lld is applied again and again over what %s %s decides",
			         (long long)w->replicas, h->subject->kind_name, h->subject->name);
	}
}

/* ---- bounds ---- */

static void min_low(struct visit *v)
{
	int64_t min = json_int(json_get(v->spec, "minReplicas"), 1);

	if (min < 2)
		found(v, v->spec, "minReplicas", "may scale down to %lld: no replica is left when its node goes",
		      (long long)min);
}

static void min_eq_max(struct visit *v)
{
	struct json max = json_get(v->spec, "maxReplicas");
	int64_t min = json_int(json_get(v->spec, "minReplicas"), 1);

	if (json_exists(max) && json_int(max, 0) == min)
		found(v, max, NULL, "minReplicas and maxReplicas are both %lld: it cannot scale", (long long)min);
}

/* ---- ha-hpa-no-request: utilisation is a share of the request ---- */

struct metric {
	struct subject *subject;
	const char *resource, *container; /* container NULL: all */
	struct spot spot;
	struct metric *next;
};

struct metrics {
	struct metric *first;
};

static const char metrics_key;

static void keep_metric(struct visit *v, const char *resource, const char *container, struct json where)
{
	struct metrics *all = run_state(v->run, &metrics_key, sizeof *all);
	struct metric *m = arena_alloc(v->run->arena, sizeof *m);

	m->subject = v->subject;
	m->resource = arena_intern(v->run->arena, resource);
	m->container = arena_intern(v->run->arena, container);
	m->spot = spot_of(v->run->arena, v->object, where);
	m->next = all->first;
	all->first = m;
}

static bool is_v1(const struct visit *v)
{
	return !strcmp(v->object->api_version, "autoscaling/v1");
}

/* Without any metric the API server asks for 80 % of the CPU requests. */
static void collect_metrics(struct visit *v)
{
	struct json metrics = json_get(v->spec, "metrics");

	if (is_v1(v) || !json_count(metrics))
		keep_metric(v, "cpu", NULL, v->spec);
	json_each(metric, metrics) {
		bool one = json_equal(json_get(metric, "type"), "ContainerResource");
		struct json source = json_get(metric, one ? "containerResource" : "resource");

		if (json_exists(json_get(source, "target.averageUtilization")))
			keep_metric(v, json_text(json_get(source, "name"), "cpu"),
			            one ? json_text(json_get(source, "container"), "") : NULL, metric);
	}
}

static bool is_supplied(const struct run *run, const char *namespace, const char *resource)
{
	for (const struct limit_range *r = run->inventory.limit_ranges; r; r = r->next)
		if (!strcmp(r->subject->namespace, namespace) &&
		    (strcmp(resource, "cpu") ? r->memory_request : r->cpu_request))
			return true;
	return false;
}

static const struct workload *target_of(const struct run *run, const struct subject *s)
{
	for (const struct autoscaler *h = run->inventory.autoscalers; h; h = h->next)
		if (h->subject == s)
			return h->target ? h->target->workload : NULL;
	return NULL;
}

static void judge_metric(struct run *run, const struct check *check, const struct metric *m)
{
	const struct workload *w = target_of(run, m->subject);
	const struct quantity *requests;

	if (!w || (strcmp(m->resource, "cpu") && strcmp(m->resource, "memory")) ||
	    is_supplied(run, m->subject->namespace, m->resource))
		return;
	requests = strcmp(m->resource, "cpu") ? w->memory : w->cpu;
	for (size_t i = 0; i < w->n_containers; i++) {
		if (m->container && strcmp(m->container, w->containers[i]))
			continue;
		if (requests[i].units > 0 || requests[i].nanos > 0)
			continue;
		found_on(run, check, m->subject, &m->spot, NULL,
		         "scales by %s utilisation, but container %s of %s %s requests none",
		         m->resource, w->containers[i], w->subject->kind_name, w->subject->name);
	}
}

static void no_request(struct run *run, const struct check *check)
{
	const struct metrics *all = run_state(run, &metrics_key, sizeof *all);

	for (const struct metric *m = all->first; m; m = m->next)
		judge_metric(run, check, m);
}

/* ---- live state ---- */

static bool lasted(const struct visit *v, struct json condition, int64_t seconds)
{
	int64_t since = k8stime_parse(json_str(json_get(condition, "lastTransitionTime")));

	return since != K8STIME_NONE && v->run->now - since >= seconds;
}

static void judge_condition(struct visit *v, struct json condition)
{
	const char *type = json_text(json_get(condition, "type"), "");
	const char *reason = json_text(json_get(condition, "reason"), "");
	bool status = json_equal(json_get(condition, "status"), "True");
	struct finding *f;

	if (!status && (!strcmp(type, "ScalingActive") || !strcmp(type, "AbleToScale"))) {
		if (strcmp(reason, "ScalingDisabled"))
			found(v, condition, NULL, "%s is False: %s: %s", type, reason,
			      json_text(json_get(condition, "message"), ""));
	} else if (status && !strcmp(type, "ScalingLimited") && !strcmp(reason, "TooManyReplicas") &&
	           lasted(v, condition, parameter_int(v->run, v->check, "limited-seconds"))) {
		f = found(v, condition, NULL, "is held at maxReplicas since %s",
		          json_text(json_get(condition, "lastTransitionTime"), ""));
		f->severity = WARNING;
	}
}

static void conditions(struct visit *v)
{
	json_each(condition, json_get(v->object->json, "status.conditions"))
		judge_condition(v, condition);
}

struct burst {
	struct quantity cpu, memory;
};

static void add_burst(const struct autoscaler *h, struct burst *all)
{
	const struct workload *w = h->target ? h->target->workload : NULL;

	for (size_t i = 0; w && i < w->n_containers; i++) {
		if (w->cpu[i].units >= 0)
			all->cpu = quantity_add(all->cpu, quantity_times(w->cpu[i], h->max));
		if (w->memory[i].units >= 0)
			all->memory = quantity_add(all->memory, quantity_times(w->memory[i], h->max));
	}
}

static struct burst allocatable(const struct run *run)
{
	struct burst sum = { 0 };

	for (const struct node *n = run->inventory.nodes; n; n = n->next)
		if (!n->unschedulable) {
			sum.cpu = quantity_add(sum.cpu, n->cpu);
			sum.memory = quantity_add(sum.memory, n->memory);
		}
	return sum;
}

static void burst_exceeds(struct run *run, const struct check *check)
{
	struct burst most = { 0 }, have = allocatable(run);
	char texts[2][40];

	for (const struct autoscaler *h = run->inventory.autoscalers; h; h = h->next)
		add_burst(h, &most);
	if (quantity_is_zero(have.cpu))
		return;
	if (quantity_cmp(most.cpu, have.cpu) > 0)
		found_on(run, check, inventory_named(&run->inventory, "v1", "Cluster", "", "cpu"), NULL, NULL,
		         "all autoscalers at their maximum request %s CPU, the nodes have %s",
		         quantity_format(most.cpu, texts[0]), quantity_format(have.cpu, texts[1]));
	if (quantity_cmp(most.memory, have.memory) > 0)
		found_on(run, check, inventory_named(&run->inventory, "v1", "Cluster", "", "memory"), NULL, NULL,
		         "all autoscalers at their maximum request %s of memory, the nodes have %s",
		         quantity_format(most.memory, texts[0]), quantity_format(have.memory, texts[1]));
}

/* ---- ha-vpa-target ---- */

struct vpa {
	struct subject *subject;
	const char *api_version, *kind, *name;
	bool updates;
	struct spot spot;
	struct vpa *next;
};

struct vpas {
	struct vpa *first;
};

static const char vpas_key;

static void collect_vpa(struct visit *v)
{
	struct vpas *all = run_state(v->run, &vpas_key, sizeof *all);
	struct vpa *p = arena_alloc(v->run->arena, sizeof *p);
	struct json target = json_get(v->spec, "targetRef");
	const char *mode = json_text(json_get(v->spec, "updatePolicy.updateMode"), "Auto");

	p->subject = v->subject;
	p->api_version = arena_intern(v->run->arena, json_text(json_get(target, "apiVersion"), ""));
	p->kind = arena_intern(v->run->arena, json_text(json_get(target, "kind"), ""));
	p->name = arena_intern(v->run->arena, json_text(json_get(target, "name"), ""));
	p->updates = strcmp(mode, "Off") && strcmp(mode, "Initial");
	p->spot = spot_of(v->run->arena, v->object, target);
	p->next = all->first;
	all->first = p;
	if (!json_exists(target))
		found(v, v->spec, "targetRef", "names no target");
}

static void judge_vpa(struct run *run, const struct check *check, const struct vpa *p)
{
	struct subject *target = inventory_find(&run->inventory, p->kind, p->subject->namespace, p->name);
	const struct autoscaler *h;

	if (!*p->name)
		return;
	if (!target || !target->seen) {
		if (p->subject->live && is_known_kind(p->api_version, p->kind))
			found_on(run, check, p->subject, &p->spot, NULL, "its target %s %s is not there", p->kind, p->name);
		return;
	}
	h = autoscaler_of(&run->inventory, target);
	if (p->updates && h && h->by_utilisation)
		found_on(run, check, p->subject, &p->spot, NULL,
		         "changes the requests of %s %s that an autoscaler measures utilisation by", p->kind, p->name);
	for (const struct vpa *other = p->next; other; other = other->next)
		if (!strcmp(other->subject->namespace, p->subject->namespace) &&
		    !strcmp(other->kind, p->kind) && !strcmp(other->name, p->name))
			found_on(run, check, p->subject, &p->spot, NULL, "%s has the same target %s %s",
			         other->subject->name, p->kind, p->name);
}

static void vpa_target(struct run *run, const struct check *check)
{
	const struct vpas *all = run_state(run, &vpas_key, sizeof *all);

	for (const struct vpa *p = all->first; p; p = p->next)
		judge_vpa(run, check, p);
}

static const struct parameter limited[] = {
	{ "limited-seconds", "3600", "how long it may be held at its maximum" },
	{ NULL }
};

static const struct check checks[] = {
	{ "ha-hpa-target-missing", ON_RUN, ERROR, NULL, "an autoscaler has no target",
	  .kinds = SCALERS, .needs = SCALABLE, .conclude = target_missing },
	{ "ha-hpa-min-low", ON_OBJECT, INFO, min_low, "an autoscaler may leave one replica", .kinds = HPAS },
	{ "ha-hpa-min-eq-max", ON_OBJECT, INFO, min_eq_max, "an autoscaler cannot scale", .kinds = HPAS },
	{ "ha-hpa-no-request", ON_OBJECT, ERROR, collect_metrics, "an autoscaler lacks the request it measures by",
	  .kinds = HPAS, .needs = SCALABLE | KIND_BIT(KIND_LIMITRANGE), .conclude = no_request },
	{ "ha-hpa-static-replicas", ON_RUN, INFO, NULL, "a manifest sets replicas an autoscaler decides",
	  .kinds = SCALERS, .needs = SCALABLE, .conclude = static_replicas },
	{ "ha-hpa-duplicate", ON_RUN, ERROR, NULL, "two autoscalers have one target",
	  .kinds = SCALERS, .conclude = duplicate },
	{ "ha-hpa-conditions", ON_OBJECT, ERROR, conditions, "an autoscaler does not work",
	  .kinds = HPAS, .live_only = true, .parameters = limited },
	{ "ha-hpa-burst-exceeds", ON_RUN, INFO, NULL, "autoscalers may outgrow the cluster",
	  .kinds = SCALERS, .needs = SCALABLE | KIND_BIT(KIND_NODE), .conclude = burst_exceeds, .live_only = true },
	{ "ha-vpa-target", ON_OBJECT, WARNING, collect_vpa, "a VerticalPodAutoscaler has no target of its own",
	  .kinds = KIND_BIT(KIND_VPA), .needs = SCALABLE | SCALERS | KIND_BIT(KIND_DAEMONSET), .conclude = vpa_target },
	{ NULL }
};

static const char page[] = {
#include "plugins/audit/autoscaling.md.inc"
	0 };

const struct theme autoscaling_theme = { "autoscaling", BEST_PRACTICES, checks, page };
