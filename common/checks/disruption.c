/*
 * PodDisruptionBudgets: what they allow, and what stops a drain. Read thresholds first
 * (healthy_needed), then the checks in the order of the table.
 */
#include "kube/checks.h"

#include "kube/strings.h"

#include <stdlib.h>
#include <string.h>

#define REPLICATED                                                                             \
	(KIND_BIT(KIND_DEPLOYMENT) | KIND_BIT(KIND_STATEFULSET) | KIND_BIT(KIND_REPLICASET) |  \
	 KIND_BIT(KIND_REPLICATIONCONTROLLER))

/* ---- thresholds ---- */

static bool is_percent(const char *value)
{
	return text_ends(value, "%");
}

/* "2" is 2, "30%" of 7 is 3: Kubernetes rounds up for both fields. */
static int64_t scaled(const char *value, int64_t of)
{
	int64_t number = strtoll(value, NULL, 10);

	if (number < 0 || number > INT32_MAX)
		number = number < 0 ? 0 : INT32_MAX;
	return is_percent(value) ? (number * of + 99) / 100 : number;
}

/* Pods of `expected` that must stay healthy; -1 when the budget says nothing. */
static int64_t healthy_needed(const struct pdb *p, int64_t expected)
{
	int64_t needed;

	if (p->min_available)
		return scaled(p->min_available, expected);
	if (!p->max_unavailable)
		return -1;
	needed = expected - scaled(p->max_unavailable, expected);
	return needed > 0 ? needed : 0;
}

static const struct spot *policy_spot(const struct pdb *p)
{
	return p->min_available ? &p->min_spot : &p->max_spot;
}

static const char *policy_text(struct run *run, const struct pdb *p)
{
	return p->min_available ? arena_printf(run->arena, "minAvailable %s", p->min_available)
	                        : arena_printf(run->arena, "maxUnavailable %s", p->max_unavailable);
}

/* ---- whom a budget selects ---- */

static bool chooses(const struct pdb *p, const struct workload *w)
{
	return selects(&p->selector, p->subject, w) && workload_counts(w);
}

struct chosen_pods {
	int64_t replicas;            /* always there */
	size_t n_workloads;
	const struct workload *first;
};

static struct chosen_pods choose(const struct run *run, const struct pdb *p)
{
	struct chosen_pods c = { 0 };

	for (const struct workload *w = run->inventory.workloads; w; w = w->next)
		if (chooses(p, w) && !workload_is(w, KIND_BIT(KIND_DAEMONSET))) {
			c.replicas += workload_replicas(&run->inventory, w);
			c.first = c.n_workloads++ ? c.first : w;
		}
	return c;
}

static bool selects_live_pod(const struct run *run, const struct pdb *p)
{
	for (const struct pod *pod = run->inventory.pods; pod; pod = pod->next)
		if (!strcmp(pod->namespace, p->subject->namespace) && selector_matches(&p->selector, pod->labels))
			return true;
	return false;
}

/* ---- ha-pdb-missing ---- */

static bool has_budget(const struct run *run, const struct workload *w)
{
	for (const struct pdb *p = run->inventory.pdbs; p; p = p->next)
		if (selects(&p->selector, p->subject, w))
			return true;
	return false;
}

static void missing(struct run *run, const struct check *check)
{
	for (const struct workload *w = run->inventory.workloads; w; w = w->next) {
		int64_t replicas = workload_replicas(&run->inventory, w);

		if (workload_is(w, REPLICATED) && workload_counts(w) && replicas >= 2 && !has_budget(run, w))
			found_on(run, check, w->subject, &w->spot, NULL,
			         "no PodDisruptionBudget selects its %lld replicas: a drain may take all at once",
			         (long long)replicas);
	}
}

/* ---- ha-pdb-no-policy, ha-pdb-unhealthy-policy, ha-pdb-outdated-api ---- */

static void no_policy(struct visit *v)
{
	bool min = json_exists(json_get(v->spec, "minAvailable"));
	bool max = json_exists(json_get(v->spec, "maxUnavailable"));

	if (min && max)
		found(v, v->spec, "maxUnavailable", "minAvailable and maxUnavailable are both set: the API server refuses it");
	else if (!min && !max)
		found(v, v->spec, "minAvailable", "neither minAvailable nor maxUnavailable is set: it protects nothing");
}

static void unhealthy_policy(struct visit *v)
{
	if (!json_exists(json_get(v->spec, "unhealthyPodEvictionPolicy")))
		found(v, v->spec, "unhealthyPodEvictionPolicy",
		      "pods that crash cannot be evicted while the budget is short; AlwaysAllow lets a drain go on");
}

static void outdated_api(struct visit *v)
{
	if (!strcmp(v->object->api_version, "policy/v1beta1"))
		found(v, v->object->json, "apiVersion", "policy/v1beta1 was removed in 1.25; use policy/v1");
}

/* ---- ha-pdb-blocks-eviction, ha-pdb-min-gt-hpa-min ---- */

/* minAvailable as a number above what the autoscaler may go down to: reported by itself. */
static const struct autoscaler *below_minimum(const struct run *run, const struct pdb *p)
{
	if (!p->min_available || is_percent(p->min_available))
		return NULL;
	for (const struct workload *w = run->inventory.workloads; w; w = w->next) {
		const struct autoscaler *h = chooses(p, w) ? autoscaler_of(&run->inventory, w->subject) : NULL;

		if (h && scaled(p->min_available, h->min) > h->min)
			return h;
	}
	return NULL;
}

static void min_gt_hpa_min(struct run *run, const struct check *check)
{
	for (const struct pdb *p = run->inventory.pdbs; p; p = p->next) {
		const struct autoscaler *h = below_minimum(run, p);

		if (h)
			found_on(run, check, p->subject, &p->min_spot, NULL,
			         "minAvailable %s is above the minimum of %lld that %s %s may scale to: then no node drains",
			         p->min_available, (long long)h->min, h->subject->kind_name, h->subject->name);
	}
}

static bool allows_none(const struct pdb *p)
{
	return !p->min_available && p->max_unavailable && !scaled(p->max_unavailable, 100);
}

/* All pods are healthy, yet the API server allows no eviction. */
static bool blocks_now(const struct pdb *p)
{
	return !p->disruptions_allowed && p->expected_pods > 0 && p->current_healthy >= p->expected_pods;
}

static void blocks_eviction(struct run *run, const struct check *check)
{
	for (const struct pdb *p = run->inventory.pdbs; p; p = p->next) {
		struct chosen_pods c = choose(run, p);
		int64_t needed = healthy_needed(p, c.replicas);

		if (needed < 0 || below_minimum(run, p))
			continue;
		if (allows_none(p) || (c.replicas > 0 && needed >= c.replicas))
			found_on(run, check, p->subject, policy_spot(p), NULL,
			         "%s of %lld replicas allows no eviction: no node that runs one drains",
			         policy_text(run, p), (long long)c.replicas);
		else if (blocks_now(p))
			found_on(run, check, p->subject, policy_spot(p), NULL,
			         "%s allows no eviction now, though all %lld pods are healthy",
			         policy_text(run, p), (long long)p->expected_pods);
	}
}

/* ---- ha-pdb-too-strict ---- */

static void too_strict(struct run *run, const struct check *check)
{
	int64_t most = parameter_int(run, check, "max-percent"), small = parameter_int(run, check, "small-set");

	for (const struct pdb *p = run->inventory.pdbs; p; p = p->next) {
		struct chosen_pods c = choose(run, p);

		if (!p->min_available || !is_percent(p->min_available) ||
		    strtoll(p->min_available, NULL, 10) <= most || c.replicas < 2 || c.replicas > small)
			continue;
		if (healthy_needed(p, c.replicas) < c.replicas)
			found_on(run, check, p->subject, &p->min_spot, NULL,
			         "minAvailable %s of %lld replicas lets one pod go at a time: a drain takes long",
			         p->min_available, (long long)c.replicas);
	}
}

/* ---- ha-pdb-overlap, ha-pdb-dangling ---- */

static void overlap(struct run *run, const struct check *check)
{
	for (const struct workload *w = run->inventory.workloads; w; w = w->next) {
		const struct pdb *first = NULL;

		for (const struct pdb *p = run->inventory.pdbs; p; p = p->next) {
			if (!chooses(p, w))
				continue;
			if (first) {
				found_on(run, check, w->subject, &w->spot, NULL,
				         "its pods are selected by the budgets %s and %s: every eviction fails",
				         first->subject->name, p->subject->name);
				break;
			}
			first = p;
		}
	}
}

/* Files may hold only a part of an application: without any workload nothing is said. */
static bool has_workload_in(const struct run *run, const char *namespace)
{
	for (const struct workload *w = run->inventory.workloads; w; w = w->next)
		if (!strcmp(w->subject->namespace, namespace))
			return true;
	return false;
}

static void dangling(struct run *run, const struct check *check)
{
	for (const struct pdb *p = run->inventory.pdbs; p; p = p->next) {
		if (p->selector.invalid) {
			found_on(run, check, p->subject, &p->spot, NULL, "the selector is invalid: %s", p->selector.invalid);
			continue;
		}
		if (p->selector.what == SELECT_ALL || choose(run, p).n_workloads || p->expected_pods > 0 ||
		    selects_live_pod(run, p))
			continue;
		if (p->subject->live || has_workload_in(run, p->subject->namespace))
			found_on(run, check, p->subject, &p->spot, NULL, "selects no pods%s",
			         p->subject->live ? "" : " of these files");
	}
}

static const struct parameter strictness[] = {
	{ "max-percent", "50", "largest minAvailable, in percent" },
	{ "small-set", "5", "replicas up to which it matters" },
	{ NULL }
};

#define PDBS KIND_BIT(KIND_PDB)
#define SCALERS (KIND_BIT(KIND_HPA) | KIND_BIT(KIND_SCALEDOBJECT))

static const struct check checks[] = {
	{ "ha-pdb-missing", ON_RUN, WARNING, NULL, "replicas without a disruption budget",
	  .kinds = REPLICATED, .needs = PDBS | SCALERS, .conclude = missing },
	{ "ha-pdb-no-policy", ON_OBJECT, WARNING, no_policy, "a disruption budget says nothing", .kinds = PDBS },
	{ "ha-pdb-blocks-eviction", ON_RUN, ERROR, NULL, "a disruption budget blocks every drain",
	  .kinds = PDBS, .needs = REPLICATED | SCALERS, .conclude = blocks_eviction },
	{ "ha-pdb-min-gt-hpa-min", ON_RUN, ERROR, NULL, "a budget wants more than the autoscaler keeps",
	  .kinds = PDBS, .needs = REPLICATED | SCALERS, .conclude = min_gt_hpa_min },
	{ "ha-pdb-too-strict", ON_RUN, INFO, NULL, "a disruption budget is strict",
	  .kinds = PDBS, .needs = REPLICATED | SCALERS, .conclude = too_strict, .parameters = strictness },
	{ "ha-pdb-overlap", ON_RUN, ERROR, NULL, "two disruption budgets select one pod",
	  .kinds = KINDS_WITH_PODS, .needs = PDBS, .conclude = overlap },
	{ "ha-pdb-dangling", ON_RUN, WARNING, NULL, "a disruption budget selects nothing",
	  .kinds = PDBS, .needs = KINDS_WITH_PODS, .conclude = dangling },
	{ "ha-pdb-unhealthy-policy", ON_OBJECT, INFO, unhealthy_policy, "crashing pods may block a drain", .kinds = PDBS },
	{ "ha-pdb-outdated-api", ON_OBJECT, ERROR, outdated_api, "a removed API version of the budget", .kinds = PDBS },
	{ NULL }
};

static const char page[] = {
#include "common/checks/disruption.md.inc"
	0 };

const struct theme disruption_theme = { "disruption", LIFECYCLE, checks, page };
