/* Where replicas run: what the spec asks the scheduler for, and where they are now. */
#include "themes.h"

#include "kube/strings.h"

#include <stdint.h>
#include <string.h>

#define REPLICATED                                                                             \
	(KIND_BIT(KIND_DEPLOYMENT) | KIND_BIT(KIND_STATEFULSET) | KIND_BIT(KIND_REPLICASET))
#define SCALERS (KIND_BIT(KIND_HPA) | KIND_BIT(KIND_SCALEDOBJECT))

static bool selects_own(const struct visit *v, struct json label_selector)
{
	struct selector s = selector_of(v->run->arena, label_selector);

	return selector_matches_json(&s, json_get(v->meta, "labels"));
}

static bool term_spreads(const struct visit *v, struct json term)
{
	return json_exists(json_get(term, "topologyKey")) && selects_own(v, json_get(term, "labelSelector"));
}

/* Anti-affinity to other applications is fine, and spreads nothing. */
static bool has_anti_affinity(const struct visit *v)
{
	struct json anti = json_get(v->spec, "affinity.podAntiAffinity");

	json_each(term, json_get(anti, "requiredDuringSchedulingIgnoredDuringExecution"))
		if (term_spreads(v, term))
			return true;
	json_each(weighted, json_get(anti, "preferredDuringSchedulingIgnoredDuringExecution"))
		if (term_spreads(v, json_get(weighted, "podAffinityTerm")))
			return true;
	return false;
}

static void no_spread(struct visit *v)
{
	if (!json_count(json_get(v->spec, "topologySpreadConstraints")) && !has_anti_affinity(v))
		found(v, v->spec, "topologySpreadConstraints",
		      "nothing keeps its replicas on different nodes");
}

static bool settle_no_spread(struct run *run, struct finding *f)
{
	const struct workload *w = finding_subject(f)->workload;

	return w && workload_is(w, REPLICATED) && workload_replicas(&run->inventory, w) >= 2;
}

static void selector_mismatch(struct visit *v)
{
	json_each(constraint, json_get(v->spec, "topologySpreadConstraints")) {
		struct json selector = json_get(constraint, "labelSelector");

		if (!json_exists(selector))
			found(v, constraint, "labelSelector", "a spread constraint without labelSelector counts no pods");
		else if (!selects_own(v, selector))
			found(v, selector, NULL, "a spread constraint does not select the pod's own labels: it does nothing");
	}
}

static void judge_constraint(struct visit *v, struct json constraint)
{
	struct json when = json_get(constraint, "whenUnsatisfiable"), skew = json_get(constraint, "maxSkew");

	if (!json_equal(when, "DoNotSchedule") && !json_equal(when, "ScheduleAnyway"))
		found(v, constraint, "whenUnsatisfiable", "whenUnsatisfiable is \"%s\", not DoNotSchedule or ScheduleAnyway",
		      json_text(when, ""));
	if (json_int(skew, 0) < 1)
		found(v, constraint, "maxSkew", "maxSkew is %s, it is at least 1", json_text(skew, "not set"));
	if (!*json_text(json_get(constraint, "topologyKey"), ""))
		found(v, constraint, "topologyKey", "topologyKey is not set");
}

static void tsc_invalid(struct visit *v)
{
	json_each(constraint, json_get(v->spec, "topologySpreadConstraints"))
		judge_constraint(v, constraint);
}

/* ---- where they are now ---- */

static const struct node *node_named(const struct run *run, const char *name)
{
	for (const struct node *n = run->inventory.nodes; n; n = n->next)
		if (n->name == name) /* both interned */
			return n;
	return NULL;
}

struct whereabouts { /* of the ready pods of one owner */
	struct subject *owner;
	size_t n_ready;
	const char *node, *zone; /* of all of them; NULL: different ones */
};

static size_t zones(const struct run *run)
{
	const char *first = NULL;

	for (const struct node *n = run->inventory.nodes; n; n = n->next) {
		if (n->unschedulable || !*n->zone)
			continue;
		if (first && first != n->zone)
			return 2;
		first = n->zone;
	}
	return first ? 1 : 0;
}

static const char *zone_of(const struct run *run, const char *node_name)
{
	const struct node *n = node_named(run, node_name);

	return n && *n->zone ? n->zone : NULL;
}

static void add_place(const struct run *run, struct whereabouts *p, const struct pod *pod)
{
	const char *zone = zone_of(run, pod->node);

	if (!p->n_ready++) {
		p->node = pod->node;
		p->zone = zone;
		return;
	}
	p->node = p->node == pod->node ? p->node : NULL;
	p->zone = p->zone == zone ? p->zone : NULL;
}

static void judge_whereabouts(struct run *run, const struct check *check, const struct whereabouts *p)
{
	if (p->n_ready < 2)
		return;
	if (p->node)
		found_on(run, check, p->owner, NULL, NULL, "all %zu ready pods are on node %s", p->n_ready, p->node);
	else if (p->zone && zones(run) > 1)
		found_on(run, check, p->owner, NULL, NULL, "all %zu ready pods are in zone %s", p->n_ready, p->zone);
}

struct table {
	struct whereabouts **at; /* open hash by owner */
	size_t cap;
};

static struct whereabouts *whereabouts_of(struct run *run, struct table *t, struct subject *owner)
{
	size_t i = ((size_t)(uintptr_t)owner / sizeof(max_align_t)) % t->cap;

	while (t->at[i] && t->at[i]->owner != owner)
		i = (i + 1) % t->cap;
	if (!t->at[i]) {
		t->at[i] = arena_alloc(run->arena, sizeof **t->at);
		t->at[i]->owner = owner;
	}
	return t->at[i];
}

static void colocated_now(struct run *run, const struct check *check)
{
	struct table t = { .cap = 2 * run->inventory.n_objects[KIND_POD] + 1 };

	t.at = arena_alloc(run->arena, t.cap * sizeof *t.at);
	for (const struct pod *pod = run->inventory.pods; pod; pod = pod->next) {
		struct subject *owner = subject_top(pod->subject);

		if (pod->ready && !pod->finished && !pod->deleting && *pod->node &&
		    owner->workload && workload_is(owner->workload, REPLICATED))
			add_place(run, whereabouts_of(run, &t, owner), pod);
	}
	for (size_t i = 0; i < t.cap; i++)
		if (t.at[i])
			judge_whereabouts(run, check, t.at[i]);
}

static void single_zone(struct run *run, const struct check *check)
{
	size_t n_usable = 0;
	const struct node *last = NULL;
	struct subject *cluster;

	for (const struct node *n = run->inventory.nodes; n; n = n->next)
		if (!n->unschedulable) {
			n_usable++;
			last = n;
		}
	if (!n_usable || (n_usable > 1 && zones(run) != 1))
		return;
	cluster = inventory_named(&run->inventory, "v1", "Cluster", "", "nodes");
	if (n_usable == 1)
		found_on(run, check, cluster, NULL, NULL, "the only node that takes pods is %s", last->name);
	else
		found_on(run, check, cluster, NULL, NULL, "all %zu nodes that take pods are in zone %s", n_usable, last->zone);
}

static const struct check checks[] = {
	{ "ha-no-spread", ON_POD, WARNING, no_spread, "replicas may share one node",
	  .kinds = REPLICATED, .needs = SCALERS, .settle = settle_no_spread },
	{ "ha-spread-selector-mismatch", ON_POD, WARNING, selector_mismatch, "a spread constraint does nothing" },
	{ "ha-tsc-invalid", ON_POD, ERROR, tsc_invalid, "a spread constraint is invalid" },
	{ "ha-colocated-now", ON_RUN, WARNING, NULL, "all replicas are in one place now",
	  .kinds = KINDS_WITH_PODS, .needs = KIND_BIT(KIND_NODE), .conclude = colocated_now, .live_only = true },
	{ "ha-single-zone-nodepool", ON_RUN, INFO, NULL, "all nodes are in one zone",
	  .kinds = KIND_BIT(KIND_NODE), .conclude = single_zone, .live_only = true },
	{ NULL }
};

static const char page[] = {
#include "plugins/audit/spread.md.inc"
	0 };

const struct theme spread_theme = { "spread", BEST_PRACTICES, checks, page };
