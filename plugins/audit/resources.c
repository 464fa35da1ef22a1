/*
 * What containers ask for and may use. Read resource() and its friends first: requests
 * as the API server will complete them; then the checks, in the order of the table.
 */
#include "themes.h"

#include "kube/quantity.h"
#include "kube/strings.h"

#include <string.h>

/* ---- values ---- */

static struct json written(struct json holder, const char *list, const char *resource)
{
	return json_key(json_get(json_get(holder, "resources"), list), resource);
}

static bool is_positive(struct json value)
{
	struct quantity q;

	return !quantity_parse(json_str(value), &q) && !quantity_is_zero(q);
}

/* A limit alone is a request too: the API server copies it. */
static bool is_requested(struct json holder, const char *resource)
{
	return is_positive(written(holder, "requests", resource)) ||
	       (!json_exists(written(holder, "requests", resource)) &&
	        is_positive(written(holder, "limits", resource)));
}

static bool is_limited(struct json holder, const char *resource)
{
	return is_positive(written(holder, "limits", resource));
}

/* The request in force, 0 when there is none. */
static struct quantity request(struct json holder, const char *resource)
{
	struct quantity q = { 0 };
	struct json value = written(holder, "requests", resource);

	if (!json_exists(value))
		value = written(holder, "limits", resource);
	quantity_parse(json_str(value), &q);
	return q;
}

/* ---- requests and limits that are missing ---- */

/* spec.resources, the pod-level form, is the holder "spec" itself. */
static void missing_request(struct visit *v, const char *resource, const char *path)
{
	if (!visit_runs_for_life(v) || is_requested(v->container, resource) ||
	    is_requested(v->spec, resource))
		return;
	found(v, v->container, path, "requests no %s", resource);
}

static void missing_limit(struct visit *v, const char *resource, const char *path)
{
	if (!visit_runs_for_life(v) || is_limited(v->container, resource) ||
	    is_limited(v->spec, resource))
		return;
	found(v, v->container, path, "has no %s limit", resource);
}

static void cpu_request_missing(struct visit *v)
{
	missing_request(v, "cpu", "resources.requests.cpu");
}

static void cpu_limit_missing(struct visit *v)
{
	missing_limit(v, "cpu", "resources.limits.cpu");
}

static void memory_request_missing(struct visit *v)
{
	missing_request(v, "memory", "resources.requests.memory");
}

static void memory_limit_missing(struct visit *v)
{
	missing_limit(v, "memory", "resources.limits.memory");
}

/* What a LimitRange of the namespace supplies is only worth a note. */
static bool supplied(struct run *run, struct finding *f, bool (*supplies)(const struct limit_range *))
{
	const struct subject *s = finding_subject(f);

	for (const struct limit_range *r = run->inventory.limit_ranges; r; r = r->next)
		if (supplies(r) && !strcmp(r->subject->namespace, s->namespace)) {
			f->severity = INFO;
			finding_add(run, f, "LimitRange %s supplies it", r->subject->name);
			break;
		}
	return true;
}

static bool supplies_cpu_request(const struct limit_range *r)
{
	return r->cpu_request;
}

static bool supplies_cpu_limit(const struct limit_range *r)
{
	return r->cpu_limit;
}

static bool supplies_memory_request(const struct limit_range *r)
{
	return r->memory_request;
}

static bool supplies_memory_limit(const struct limit_range *r)
{
	return r->memory_limit;
}

static bool settle_cpu_request(struct run *run, struct finding *f)
{
	return supplied(run, f, supplies_cpu_request);
}

static bool settle_cpu_limit(struct run *run, struct finding *f)
{
	return supplied(run, f, supplies_cpu_limit);
}

static bool settle_memory_request(struct run *run, struct finding *f)
{
	return supplied(run, f, supplies_memory_request);
}

static bool settle_memory_limit(struct run *run, struct finding *f)
{
	return supplied(run, f, supplies_memory_limit);
}

/* ---- quality of service, as the kubelet computes it ---- */

enum qos { BEST_EFFORT, BURSTABLE, GUARANTEED };

static bool asks_for_something(struct json holder)
{
	return is_requested(holder, "cpu") || is_requested(holder, "memory");
}

static bool is_guaranteed(struct json holder)
{
	static const char *const resources[] = { "cpu", "memory" };

	for (int i = 0; i < 2; i++) {
		struct quantity limit = { 0 };

		if (!is_limited(holder, resources[i]))
			return false;
		quantity_parse(json_str(written(holder, "limits", resources[i])), &limit);
		if (quantity_cmp(limit, request(holder, resources[i])))
			return false;
	}
	return true;
}

static enum qos qos_of(struct json spec)
{
	bool any = false, all = true;

	if (json_exists(json_get(spec, "resources")))
		return is_guaranteed(spec) ? GUARANTEED : asks_for_something(spec) ? BURSTABLE : BEST_EFFORT;
	json_each(container, json_get(spec, "initContainers")) {
		any |= asks_for_something(container);
		all &= is_guaranteed(container);
	}
	json_each(container, json_get(spec, "containers")) {
		any |= asks_for_something(container);
		all &= is_guaranteed(container);
	}
	return !any ? BEST_EFFORT : all ? GUARANTEED : BURSTABLE;
}

static bool has_containers(const struct visit *v)
{
	return json_count(json_get(v->spec, "containers")) > 0;
}

static void best_effort(struct visit *v)
{
	if (has_containers(v) && qos_of(v->spec) == BEST_EFFORT)
		found(v, v->spec, "containers", "no container requests anything: the first to be evicted (QoS BestEffort)");
}

static bool settle_best_effort(struct run *run, struct finding *f)
{
	return settle_cpu_request(run, f);
}

static void not_guaranteed(struct visit *v)
{
	enum qos qos = qos_of(v->spec);

	if (has_containers(v) && qos != GUARANTEED)
		found(v, v->spec, "containers", "QoS is %s, not Guaranteed",
		      qos == BURSTABLE ? "Burstable" : "BestEffort");
}

/* ---- requests against limits ---- */

static bool pair(struct visit *v, const char *resource, struct quantity *asked, struct quantity *limit)
{
	return v->role != ROLE_EPHEMERAL &&
	       !quantity_parse(json_str(written(v->container, "requests", resource)), asked) &&
	       !quantity_parse(json_str(written(v->container, "limits", resource)), limit);
}

static const char *text_of(struct json value)
{
	return json_text(value, "");
}

static void differ(struct visit *v, const char *resource, const char *path)
{
	struct quantity asked, limit;

	if (pair(v, resource, &asked, &limit) && quantity_cmp(asked, limit) < 0)
		found(v, v->container, path, "%s request %s differs from the limit %s", resource,
		      text_of(written(v->container, "requests", resource)),
		      text_of(written(v->container, "limits", resource)));
}

static void memory_request_ne_limit(struct visit *v)
{
	differ(v, "memory", "resources.requests.memory");
}

static void cpu_request_ne_limit(struct visit *v)
{
	differ(v, "cpu", "resources.requests.cpu");
}

static void ephemeral_storage_ne(struct visit *v)
{
	differ(v, "ephemeral-storage", "resources.requests.ephemeral-storage");
}

static void limit_request_ratio(struct visit *v)
{
	struct quantity asked, limit, ratio = { 0 };

	quantity_parse(parameter(v->run, v->check, "max-memory-ratio"), &ratio);
	if (!pair(v, "memory", &asked, &limit) || quantity_is_zero(asked) ||
	    quantity_ratio_percent(limit, asked) <= quantity_milli(ratio) / 10)
		return;
	found(v, v->container, "resources.limits.memory", "memory limit %s is more than %s times the request %s",
	      text_of(written(v->container, "limits", "memory")),
	      parameter(v->run, v->check, "max-memory-ratio"),
	      text_of(written(v->container, "requests", "memory")));
}

static void request_gt_limit(struct visit *v)
{
	json_each_member(asked_text, json_get(v->container, "resources.requests")) {
		struct quantity asked, limit;
		const char *resource = json_name(asked_text);

		if (pair(v, resource, &asked, &limit) && quantity_cmp(asked, limit) > 0)
			found(v, asked_text, NULL, "%s request %s is above the limit %s", resource,
			      text_of(asked_text), text_of(written(v->container, "limits", resource)));
	}
}

/* ---- disks ---- */

static void ephemeral_storage_unset(struct visit *v)
{
	if (visit_runs_for_life(v) && !is_limited(v->container, "ephemeral-storage"))
		found(v, v->container, "resources.limits.ephemeral-storage", "has no ephemeral-storage limit");
}

static void emptydir_no_size_limit(struct visit *v)
{
	json_each(volume, json_get(v->spec, "volumes")) {
		struct json directory = json_get(volume, "emptyDir");
		bool memory = json_equal(json_get(directory, "medium"), "Memory");
		struct finding *f;

		if (json_type(directory) != JSON_OBJECT || is_positive(json_get(directory, "sizeLimit")))
			continue;
		f = found(v, directory, "sizeLimit", "emptyDir %s has no sizeLimit%s",
		          json_text(json_get(volume, "name"), ""),
		          memory ? ": in memory it counts against the containers" : "");
		if (memory)
			f->severity = WARNING;
	}
}

/* ---- the team's own range ---- */

static void one_range(struct visit *v, const char *resource, const char *least, const char *most)
{
	static const char *const lists[] = { "requests", "limits" };

	for (int i = 0; i < 2; i++) {
		struct json value = written(v->container, lists[i], resource);
		struct quantity q, bound;
		const char *min = parameter(v->run, v->check, least);
		const char *max = parameter(v->run, v->check, most);

		if (quantity_parse(json_str(value), &q))
			continue;
		if (!quantity_parse(min, &bound) && quantity_cmp(q, bound) < 0)
			found(v, value, NULL, "%s %s is below the minimum %s", resource, text_of(value), min);
		if (!quantity_parse(max, &bound) && quantity_cmp(q, bound) > 0)
			found(v, value, NULL, "%s %s is above the maximum %s", resource, text_of(value), max);
	}
}

static void out_of_range(struct visit *v)
{
	one_range(v, "cpu", "min-cpu", "max-cpu");
	one_range(v, "memory", "min-memory", "max-memory");
}

static const struct parameter ranges[] = {
	{ "min-cpu", "", "smallest CPU request or limit" },
	{ "max-cpu", "", "largest CPU request or limit" },
	{ "min-memory", "", "smallest memory request or limit" },
	{ "max-memory", "", "largest memory request or limit" },
	{ NULL }
};

static const struct parameter ratio[] = {
	{ "max-memory-ratio", "2.5", "largest memory limit, as a multiple of the request" },
	{ NULL }
};

/* ---- the table ---- */

static const struct check checks[] = {
	{ "res-cpu-request-missing", ON_CONTAINER, WARNING, cpu_request_missing,
	  "a container requests no CPU", .needs = KIND_BIT(KIND_LIMITRANGE), .settle = settle_cpu_request },
	{ "res-cpu-limit-missing", ON_CONTAINER, INFO, cpu_limit_missing,
	  "a container has no CPU limit", .needs = KIND_BIT(KIND_LIMITRANGE), .settle = settle_cpu_limit },
	{ "res-memory-request-missing", ON_CONTAINER, WARNING, memory_request_missing,
	  "a container requests no memory", .needs = KIND_BIT(KIND_LIMITRANGE), .settle = settle_memory_request },
	{ "res-memory-limit-missing", ON_CONTAINER, WARNING, memory_limit_missing,
	  "a container has no memory limit", .needs = KIND_BIT(KIND_LIMITRANGE), .settle = settle_memory_limit },
	{ "res-best-effort", ON_POD, WARNING, best_effort,
	  "a pod is BestEffort", .needs = KIND_BIT(KIND_LIMITRANGE), .settle = settle_best_effort },
	{ "res-memory-request-ne-limit", ON_CONTAINER, INFO, memory_request_ne_limit,
	  "memory is overcommitted" },
	{ "res-cpu-request-ne-limit", ON_CONTAINER, OFF, cpu_request_ne_limit,
	  "CPU request and limit differ" },
	{ "res-limit-request-ratio", ON_CONTAINER, INFO, limit_request_ratio,
	  "a memory limit is far above its request", .parameters = ratio },
	{ "res-qos-guaranteed", ON_POD, OFF, not_guaranteed, "a pod is not Guaranteed" },
	{ "res-ephemeral-storage-unset", ON_CONTAINER, OFF, ephemeral_storage_unset,
	  "a container has no ephemeral-storage limit" },
	{ "res-ephemeral-storage-ne", ON_CONTAINER, OFF, ephemeral_storage_ne,
	  "ephemeral-storage request and limit differ" },
	{ "res-emptydir-no-size-limit", ON_POD, INFO, emptydir_no_size_limit,
	  "an emptyDir has no size limit" },
	{ "res-out-of-range", ON_CONTAINER, OFF, out_of_range,
	  "a request or limit is out of the team's range", .parameters = ranges },
	{ "res-request-gt-limit", ON_CONTAINER, ERROR, request_gt_limit, "a request is above its limit" },
	{ NULL }
};

static const char page[] = {
#include "plugins/audit/resources.md.inc"
	0 };

const struct theme resources_theme = { "resources", BEST_PRACTICES, checks, page };
