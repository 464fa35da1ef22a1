/*
 * Whether a workload survives the loss of a pod, a node, a zone: replicas, spread,
 * rollouts, storage. Budgets and autoscalers have themes of their own.
 */
#include "themes.h"

#include "kube/k8stime.h"
#include "kube/strings.h"

#include <stdlib.h>
#include <string.h>

#define DEPLOYMENTS KIND_BIT(KIND_DEPLOYMENT)
#define STATEFULSETS KIND_BIT(KIND_STATEFULSET)
#define DAEMONSETS KIND_BIT(KIND_DAEMONSET)
#define SCALERS (KIND_BIT(KIND_HPA) | KIND_BIT(KIND_SCALEDOBJECT))
#define REPLICATED (DEPLOYMENTS | STATEFULSETS | KIND_BIT(KIND_REPLICASET))

static bool is_kind(const struct visit *v, enum kind_id id)
{
	return v->object->kind->id == id;
}

/* -1: what is there is no number that could be judged; obj-field-type says so. */
static int64_t wanted(const struct visit *v)
{
	struct json replicas = json_get(v->spec, "replicas");
	int64_t n = json_int(replicas, json_exists(replicas) ? -1 : 1);

	return n > INT32_MAX ? -1 : n;
}

static const struct autoscaler *scaler_of(struct run *run, const struct finding *f)
{
	return autoscaler_of(&run->inventory, finding_subject(f));
}

/* ---- replicas ---- */

static void single_replica(struct visit *v)
{
	if (wanted(v) > 0 && wanted(v) < parameter_int(v->run, v->check, "min-replicas"))
		found(v, v->spec, "replicas", "%lld replica%s: every restart or drain is an outage",
		      (long long)wanted(v), wanted(v) == 1 ? "" : "s");
}

/* An autoscaler decides then, and ha-hpa-min-low judges its minimum. */
static bool settle_unless_scaled(struct run *run, struct finding *f)
{
	return !scaler_of(run, f);
}

static void zero_replicas(struct visit *v)
{
	if (json_exists(json_get(v->spec, "replicas")) && !wanted(v))
		found(v, v->spec, "replicas", "is scaled to zero: paused on purpose, or forgotten?");
}

static bool older_than(const struct visit *v, const char *time, int64_t seconds)
{
	int64_t then = k8stime_parse(time);

	return then != K8STIME_NONE && v->run->now - then >= seconds;
}

/* The Deployment controller says itself when it gave up, or for how long it is short. */
static void judge_conditions(struct visit *v)
{
	int64_t deadline = json_int(json_get(v->spec, "progressDeadlineSeconds"), 600);

	json_each(condition, json_get(v->object->json, "status.conditions")) {
		const char *type = json_text(json_get(condition, "type"), "");

		if (!json_equal(json_get(condition, "status"), "False"))
			continue;
		if (!strcmp(type, "Progressing") ||
		    (!strcmp(type, "Available") &&
		     older_than(v, json_str(json_get(condition, "lastTransitionTime")), deadline)))
			found(v, condition, NULL, "%s is False: %s", type,
			      json_text(json_get(condition, "message"), json_text(json_get(condition, "reason"), "")));
	}
}

/* Other controllers have no such condition: what is not new should be whole. */
static void judge_ready(struct visit *v, int64_t want, int64_t have, const char *path)
{
	const char *made = json_str(json_get(v->meta, "creationTimestamp"));

	if (have < want && older_than(v, made, parameter_int(v->run, v->check, "grace-seconds")))
		found(v, v->object->json, path, "%lld of %lld pods are ready", (long long)have, (long long)want);
}

static void unavailable(struct visit *v)
{
	struct json status = json_get(v->object->json, "status");

	if (is_kind(v, KIND_DEPLOYMENT))
		judge_conditions(v);
	else if (is_kind(v, KIND_STATEFULSET))
		judge_ready(v, wanted(v), json_int(json_get(status, "readyReplicas"), 0), "status.readyReplicas");
	else
		judge_ready(v, json_int(json_get(status, "desiredNumberScheduled"), 0),
		            json_int(json_get(status, "numberReady"), 0), "status.numberReady");
}

/* ---- rollouts ---- */

static void recreate(struct visit *v)
{
	if (json_equal(json_get(v->spec, "strategy.type"), "Recreate"))
		found(v, v->spec, "strategy.type", "Recreate takes all pods away at every rollout");
}

/* Behind a Service it is an outage; a volume for one node leaves no other choice. */
static bool settle_recreate(struct run *run, struct finding *f)
{
	const struct workload *w = finding_subject(f)->workload;

	if (!w || w->n_claims)
		return false;
	for (const struct service *s = run->inventory.services; s; s = s->next)
		if (selects(&s->selector, s->subject, w))
			return true;
	return false;
}

/* Percentages of unavailable pods are rounded down, of surplus pods up. */
static int64_t share(struct json value, int64_t otherwise_percent, int64_t of, bool up)
{
	const char *text = json_str(value);
	int64_t percent = otherwise_percent;

	if (text && !text_ends(text, "%"))
		return json_int(value, 0);
	if (text)
		percent = strtoll(text, NULL, 10);
	if (percent < 0)
		return 0;
	if (percent > INT32_MAX)
		percent = INT32_MAX;
	return (percent * of + (up ? 99 : 0)) / 100;
}

static void rollout_params(struct visit *v)
{
	struct json rolling = json_get(v->spec, "strategy.rollingUpdate");
	struct json unavailable_value = json_get(rolling, "maxUnavailable");
	int64_t replicas = wanted(v);
	int64_t down = share(unavailable_value, 25, replicas, false);
	int64_t surplus = share(json_get(rolling, "maxSurge"), 25, replicas, true);

	if (!json_exists(rolling) || replicas < 1)
		return;
	if (!down && !surplus)
		found(v, rolling, NULL, "maxUnavailable and maxSurge are both zero: the API server refuses it");
	else if (down >= replicas)
		found(v, unavailable_value, NULL, "maxUnavailable %s lets a rollout take all %lld replicas",
		      json_text(unavailable_value, ""), (long long)replicas);
}

static void min_ready_seconds(struct visit *v)
{
	if (!json_int(json_get(v->spec, "minReadySeconds"), 0))
		found(v, v->spec, "minReadySeconds", "a pod counts as available the moment it is ready");
}

static void daemonset_update(struct visit *v)
{
	if (json_equal(json_get(v->spec, "updateStrategy.type"), "OnDelete"))
		found(v, v->spec, "updateStrategy.type", "OnDelete: pods keep their old version until somebody deletes them");
}

/* ---- StatefulSets and volumes ---- */

static const struct service *service_named(const struct run *run, const struct subject *s, const char *name)
{
	for (const struct service *x = run->inventory.services; x; x = x->next)
		if (!strcmp(x->subject->namespace, s->namespace) && !strcmp(x->subject->name, name))
			return x;
	return NULL;
}

static const char *headless_fault(struct run *run, const struct workload *w)
{
	const struct service *s = w->service_name ? service_named(run, w->subject, w->service_name) : NULL;

	if (!w->service_name || !*w->service_name)
		return "has no serviceName: its pods have no names in DNS";
	if (!s && !w->subject->live && !run->inventory.services)
		return NULL; /* files without any Service hold a part of the application */
	if (!s)
		return arena_printf(run->arena, "its Service %s is not %s", w->service_name,
		                    w->subject->live ? "there" : "among these files");
	if (strcmp(s->cluster_ip, "None"))
		return arena_printf(run->arena, "its Service %s is not headless (clusterIP: None)", w->service_name);
	if (!selects(&s->selector, s->subject, w))
		return arena_printf(run->arena, "its Service %s does not select its pods", w->service_name);
	return NULL;
}

static void sts_headless(struct run *run, const struct check *check)
{
	for (const struct workload *w = run->inventory.workloads; w; w = w->next) {
		const char *fault = workload_is(w, STATEFULSETS) ? headless_fault(run, w) : NULL;

		if (fault)
			found_on(run, check, w->subject, NULL, NULL, "%s", fault);
	}
}

static void sts_pvc_retention(struct visit *v)
{
	struct json policy = json_get(v->spec, "persistentVolumeClaimRetentionPolicy");

	json_each_member(member, policy)
		if (json_equal(member, "Delete"))
			found(v, member, NULL, "%s: Delete removes the volumes and their data with the pods", json_name(member));
}

static const char *modes_of(const struct run *run, const struct subject *s, const char *claim)
{
	for (const struct named *c = run->inventory.claims; c; c = c->next)
		if (!strcmp(c->subject->namespace, s->namespace) && !strcmp(c->subject->name, claim))
			return c->value;
	return "";
}

/* A volume for one node: the second pod, or the new one of a rollout, waits for it. */
static void rwo_shared(struct run *run, const struct check *check)
{
	for (const struct workload *w = run->inventory.workloads; w; w = w->next)
		for (size_t i = 0; i < w->n_claims; i++) {
			const char *modes = modes_of(run, w->subject, w->claims[i]);
			int64_t replicas = workload_replicas(&run->inventory, w);
			bool alone = !strcmp(modes, "ReadWriteOnce") || !strcmp(modes, "ReadWriteOncePod");

			if (!workload_is(w, DEPLOYMENTS) || !alone || replicas < 1 || (replicas == 1 && w->recreates))
				continue;
			found_on(run, check, w->subject, &w->spot, NULL,
			         "%s shares the %s volume claim %s: pods on a second node cannot start",
			         replicas > 1 ? arena_printf(run->arena, "%lld replicas", (long long)replicas)
			                      : "a rolling update",
			         modes, w->claims[i]);
		}
}

static bool is_data_kind(const struct visit *v)
{
	return is_kind(v, KIND_STATEFULSET) || is_kind(v, KIND_DEPLOYMENT);
}

/* Sockets and single files are not where data is kept. */
static bool is_directory(struct json host_path)
{
	const char *type = json_text(json_get(host_path, "type"), "");

	return !strcmp(type, "") || !strcmp(type, "Directory") || !strcmp(type, "DirectoryOrCreate");
}

static bool is_mounted_writable(const struct visit *v, const char *volume)
{
	json_each(container, json_get(v->spec, "containers"))
		json_each(mount, json_get(container, "volumeMounts"))
			if (json_equal(json_get(mount, "name"), volume) &&
			    !json_bool(json_get(mount, "readOnly"), false))
				return true;
	return false;
}

static void local_storage(struct visit *v)
{
	struct json evict = json_key(json_get(v->meta, "annotations"),
	                             "cluster-autoscaler.kubernetes.io/safe-to-evict");
	bool claims = json_count(json_get(v->object->json, "spec.volumeClaimTemplates")) > 0;

	if (json_equal(evict, "false"))
		found(v, evict, NULL, "safe-to-evict is false: the autoscaler never removes its node");
	if (!is_data_kind(v))
		return;
	json_each(volume, json_get(v->spec, "volumes")) {
		const char *name = json_text(json_get(volume, "name"), "");
		struct json host_path = json_get(volume, "hostPath"), empty = json_key(volume, "emptyDir");

		if (json_exists(host_path) && is_directory(host_path) && is_mounted_writable(v, name))
			found(v, host_path, NULL, "writes to %s of its node: the data is gone when the node is replaced",
			      json_text(json_get(host_path, "path"), ""));
		else if (is_kind(v, KIND_STATEFULSET) && !claims && json_exists(empty) &&
		         !json_equal(json_get(empty, "medium"), "Memory") && is_mounted_writable(v, name))
			found(v, empty, NULL, "keeps its state in emptyDir %s: it is gone with the pod", name);
	}
}

/* ---- single pods, pinned pods, priorities ---- */

static bool is_debug_pod(const struct visit *v)
{
	return text_starts(v->object->name, "node-debugger-") ||
	       json_equal(json_key(json_get(v->meta, "labels"), "app.kubernetes.io/managed-by"), "kubectl-debug");
}

static void naked_pod(struct visit *v)
{
	struct json phase = json_get(v->object->json, "status.phase");

	if (v->subject->kind != v->object->kind || v->subject->owner || is_debug_pod(v) ||
	    json_equal(phase, "Succeeded") || json_equal(phase, "Failed"))
		return;
	found(v, v->object->json, NULL, "no controller makes it anew when its node is drained");
}

static void judge_terms(struct visit *v, struct json terms)
{
	static const char *const lists[] = { "matchExpressions", "matchFields" };

	json_each(term, terms)
		for (int i = 0; i < 2; i++)
			json_each(expression, json_get(term, lists[i])) {
				const char *key = json_text(json_get(expression, "key"), "");

				if (json_equal(json_get(expression, "operator"), "In") &&
				    (!strcmp(key, "kubernetes.io/hostname") || !strcmp(key, "metadata.name")))
					found(v, expression, NULL, "must run on named nodes: it cannot move when they are replaced");
			}
}

static void node_pinned(struct visit *v)
{
	struct json hostname = json_key(json_get(v->spec, "nodeSelector"), "kubernetes.io/hostname");

	if (!strcmp(v->subject->kind_name, "DaemonSet") || !strcmp(v->subject->kind_name, "Node"))
		return;
	if (json_exists(json_get(v->spec, "nodeName")) && !visit_is_live_pod(v))
		found(v, v->spec, "nodeName", "is bound to node %s, past the scheduler",
		      json_text(json_get(v->spec, "nodeName"), ""));
	if (json_exists(hostname))
		found(v, hostname, NULL, "must run on node %s: it cannot move when that is replaced", json_text(hostname, ""));
	judge_terms(v, json_get(v->spec, "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms"));
}

static void node_affinity_missing(struct visit *v)
{
	if (!json_exists(json_get(v->spec, "affinity.nodeAffinity")) && !json_count(json_get(v->spec, "nodeSelector")))
		found(v, v->spec, "affinity.nodeAffinity", "says nothing about the nodes it runs on");
}

static void priority_class(struct visit *v)
{
	if (!json_exists(json_get(v->spec, "priorityClassName")))
		found(v, v->spec, "priorityClassName", "has no priority class");
}

/* Names that are there are dropped at the end. */
static void priority_class_unknown(struct visit *v)
{
	struct json name = json_get(v->spec, "priorityClassName");
	struct finding *f;

	if (!json_exists(name) || text_starts(json_text(name, ""), "system-"))
		return;
	f = found(v, name, NULL, "there is no PriorityClass %s: its pods are refused", json_text(name, ""));
	f->detail = arena_intern(v->run->arena, json_text(name, ""));
}

static bool settle_priority(struct run *run, struct finding *f)
{
	const struct subject *s = inventory_find(&run->inventory, "PriorityClass", "", f->detail);

	return !s || !s->seen;
}

static const struct parameter least_replicas[] = {
	{ "min-replicas", "2", "fewest replicas" },
	{ NULL }
};

static const struct parameter grace[] = {
	{ "grace-seconds", "600", "how long a new workload may take" },
	{ NULL }
};

static const struct check checks[] = {
	{ "ha-single-replica", ON_OBJECT, WARNING, single_replica, "a workload has one replica",
	  .kinds = DEPLOYMENTS | STATEFULSETS, .needs = SCALERS, .settle = settle_unless_scaled, .parameters = least_replicas },
	{ "ha-zero-replicas", ON_OBJECT, INFO, zero_replicas, "a workload is scaled to zero",
	  .kinds = DEPLOYMENTS | STATEFULSETS, .needs = SCALERS, .settle = settle_unless_scaled, .live_only = true },
	{ "ha-unavailable", ON_OBJECT, ERROR, unavailable, "a workload is not available",
	  .kinds = DEPLOYMENTS | STATEFULSETS | DAEMONSETS, .live_only = true, .parameters = grace },
	{ "ha-recreate-strategy", ON_OBJECT, INFO, recreate, "a rollout is an outage",
	  .kinds = DEPLOYMENTS, .needs = KIND_BIT(KIND_SERVICE), .settle = settle_recreate },
	{ "ha-rollout-params", ON_OBJECT, INFO, rollout_params, "a rollout may take all replicas", .kinds = DEPLOYMENTS },
	{ "ha-min-ready-seconds", ON_OBJECT, OFF, min_ready_seconds, "a new pod counts at once",
	  .kinds = DEPLOYMENTS | STATEFULSETS | DAEMONSETS },
	{ "ha-daemonset-update", ON_OBJECT, INFO, daemonset_update, "pods are never updated",
	  .kinds = DAEMONSETS | STATEFULSETS },
	{ "ha-sts-headless", ON_RUN, WARNING, NULL, "a StatefulSet has no headless Service",
	  .kinds = STATEFULSETS, .needs = KIND_BIT(KIND_SERVICE), .conclude = sts_headless },
	{ "ha-sts-pvc-retention", ON_OBJECT, INFO, sts_pvc_retention, "volumes are deleted with their pods", .kinds = STATEFULSETS },
	{ "ha-rwo-shared", ON_RUN, WARNING, NULL, "pods share a volume for one node",
	  .kinds = DEPLOYMENTS, .needs = KIND_BIT(KIND_PVC) | SCALERS, .conclude = rwo_shared },
	{ "ha-priority-class", ON_POD, OFF, priority_class, "a pod has no priority class" },
	{ "ha-priority-class-unknown", ON_POD, ERROR, priority_class_unknown, "a priority class is not there",
	  .needs = KIND_BIT(KIND_PRIORITYCLASS), .settle = settle_priority, .live_only = true },
	{ "ha-naked-pod", ON_OBJECT, WARNING, naked_pod, "a pod has no controller", .kinds = KIND_BIT(KIND_POD) },
	{ "ha-node-pinned", ON_POD, WARNING, node_pinned, "a pod is tied to one node" },
	{ "ha-node-affinity-missing", ON_POD, OFF, node_affinity_missing, "a pod runs on any node" },
	{ "ha-local-storage", ON_POD, WARNING, local_storage, "data is kept on a node" },
	{ NULL }
};

static const char page[] = {
#include "plugins/audit/availability.md.inc"
	0 };

const struct theme availability_theme = { "availability", BEST_PRACTICES, checks, page };
