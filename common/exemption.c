/* Annotations that say "not here, and why", and matching them with findings. */
#include "kube/exemption.h"

#include "kube/k8stime.h"
#include "kube/strings.h"

#include <stdio.h>
#include <string.h>

#define PREFIX "mks.exempt/"

struct reading {
	struct arena *arena;
	const struct object *object;
	struct exemption **tail; /* where the next one goes */
};

int64_t exemption_day(const char *text)
{
	char time[32];

	if (strlen(text) != 10)
		return K8STIME_NONE;
	snprintf(time, sizeof time, "%sT23:59:59Z", text);
	return k8stime_parse(time);
}

static struct exemption *add(struct reading *r, struct json annotation, const char *check)
{
	struct exemption *e = arena_alloc(r->arena, sizeof *e);

	e->check = arena_strdup(r->arena, check);
	e->expires = K8STIME_NONE;
	e->file = r->object->live ? NULL : arena_intern(r->arena, r->object->file);
	e->place = object_place(r->object, annotation);
	e->from = arena_strdup(r->arena, json_name(annotation));
	e->used = arena_alloc(r->arena, sizeof *e->used);
	*r->tail = e;
	r->tail = (struct exemption **)&e->next;
	return e;
}

static void set_field(struct reading *r, struct exemption *e, const char *key, const char *value)
{
	if (!strcmp(key, "reason"))
		e->reason = arena_strdup(r->arena, value);
	else if (!strcmp(key, "owner"))
		e->owner = arena_strdup(r->arena, value);
	else if (!strcmp(key, "container"))
		e->container = arena_strdup(r->arena, value);
	else if (strcmp(key, "expires"))
		e->invalid = arena_printf(r->arena, "unknown field \"%s\"; there are reason, owner, expires, container", key);
	else if ((e->expires = exemption_day(value)) == K8STIME_NONE)
		e->invalid = arena_printf(r->arena, "expires is a day such as 2027-01-31, not \"%s\"", value);
}

/* "reason=leader elected; owner=team-shop": the spaces around the parts do not count. */
static void read_fields(struct reading *r, struct exemption *e, const char *text)
{
	AUTO(strings_free) struct strings parts = { 0 };

	strings_split(&parts, text, ';');
	for (size_t i = 0; i < parts.n; i++) {
		char *key = parts.at[i] + strspn(parts.at[i], " "), *value = strchr(key, '=');
		size_t len;

		if (!*key)
			continue;
		if (!value) {
			set_field(r, e, "reason", key);
			continue;
		}
		*value++ = '\0';
		for (len = strlen(value); len && value[len - 1] == ' '; len--)
			value[len - 1] = '\0';
		set_field(r, e, key, value);
	}
	if (!e->invalid && (!e->reason || !*e->reason))
		e->invalid = "it has no reason";
}

static void read_ours(struct reading *r, struct json annotation)
{
	struct exemption *e = add(r, annotation, json_name(annotation) + strlen(PREFIX));

	read_fields(r, e, json_text(annotation, ""));
}

/* ---- other tools ---- */

static void add_foreign(struct reading *r, struct json annotation, const char *check,
                        const char *reason)
{
	struct exemption *e = add(r, annotation, check);

	e->foreign = true;
	e->reason = arena_strdup(r->arena, reason && *reason ? reason : json_name(annotation));
}

/* Checks of other tools that are ours under another name. */
static const struct {
	const char *theirs, *ours;
} same[] = {
	/* Polaris */
	{ "cpuRequestsMissing", "res-cpu-request-missing" },
	{ "cpuLimitsMissing", "res-cpu-limit-missing" },
	{ "memoryRequestsMissing", "res-memory-request-missing" },
	{ "memoryLimitsMissing", "res-memory-limit-missing" },
	{ "livenessProbeMissing", "probe-liveness-missing" },
	{ "readinessProbeMissing", "probe-readiness-missing" },
	{ "deploymentMissingReplicas", "ha-single-replica" },
	{ "missingPodDisruptionBudget", "ha-pdb-missing" },
	{ "topologySpreadConstraint", "ha-no-spread" },
	{ "priorityClassNotSet", "ha-priority-class" },
	{ "runAsPrivileged", "pss-base-privileged" },
	{ "hostNetworkSet", "pss-base-host-namespaces" },
	{ "hostPIDSet", "pss-base-host-namespaces" },
	{ "hostIPCSet", "pss-base-host-namespaces" },
	{ "hostPortSet", "pss-base-hostports" },
	{ "hostPathSet", "pss-base-hostpath" },
	{ "runAsRootAllowed", "pss-restr-run-as-non-root" },
	{ "privilegeEscalationAllowed", "pss-restr-allow-priv-escalation" },
	{ "notReadOnlyRootFilesystem", "pod-ro-rootfs" },
	{ "insecureCapabilities", "pss-restr-capabilities" },
	{ "dangerousCapabilities", "pod-dangerous-caps" },
	/* kube-score */
	{ "container-resources", "res-*-missing" },
	{ "container-ephemeral-storage-request-and-limit", "res-ephemeral-storage-unset" },
	{ "pod-probes", "probe-*" },
	{ "pod-probes-identical", "probe-identical" },
	{ "deployment-has-poddisruptionbudget", "ha-pdb-missing" },
	{ "statefulset-has-poddisruptionbudget", "ha-pdb-missing" },
	{ "deployment-has-host-podantiaffinity", "ha-no-spread" },
	{ "statefulset-has-host-podantiaffinity", "ha-no-spread" },
	{ "deployment-replicas", "ha-single-replica" },
	{ "container-security-context-privileged", "pss-base-privileged" },
	{ "container-security-context-readonlyrootfilesystem", "pod-ro-rootfs" },
	{ "container-security-context-user-group-id", "pod-low-uid" },
	/* kube-linter */
	{ "unset-cpu-requirements", "res-cpu-*-missing" },
	{ "unset-memory-requirements", "res-memory-*-missing" },
	{ "no-liveness-probe", "probe-liveness-missing" },
	{ "no-readiness-probe", "probe-readiness-missing" },
	{ "no-anti-affinity", "ha-no-spread" },
	{ "minimum-three-replicas", "ha-single-replica" },
	{ "privileged-container", "pss-base-privileged" },
	{ "privilege-escalation-container", "pss-restr-allow-priv-escalation" },
	{ "run-as-non-root", "pss-restr-run-as-non-root" },
	{ "no-read-only-root-fs", "pod-ro-rootfs" },
	{ "host-network", "pss-base-host-namespaces" },
	{ "host-pid", "pss-base-host-namespaces" },
	{ "host-ipc", "pss-base-host-namespaces" },
	{ "sensitive-host-mounts", "pod-sensitive-hostpath" },
	{ "docker-sock", "pod-runtime-socket" },
	{ "drop-net-raw-capability", "pod-drop-net-raw" },
	{ "ssh-port", "pod-ssh-port" },
	/* Kubescape */
	{ "C-0268", "res-cpu-request-missing" },
	{ "C-0269", "res-memory-request-missing" },
	{ "C-0270", "res-cpu-limit-missing" },
	{ "C-0271", "res-memory-limit-missing" },
	{ "C-0056", "probe-liveness-missing" },
	{ "C-0018", "probe-readiness-missing" },
	{ "C-0057", "pss-base-privileged" },
	{ "C-0038", "pss-base-host-namespaces" },
	{ "C-0041", "pss-base-host-namespaces" },
	{ "C-0044", "pss-base-hostports" },
	{ "C-0048", "pss-base-hostpath" },
	{ "C-0016", "pss-restr-allow-priv-escalation" },
	{ "C-0013", "pss-restr-run-as-non-root" },
	{ "C-0017", "pod-ro-rootfs" },
	{ "C-0046", "pod-dangerous-caps" },
	{ "C-0073", "ha-naked-pod" },
	/* Checkov */
	{ "CKV_K8S_8", "probe-liveness-missing" },
	{ "CKV_K8S_9", "probe-readiness-missing" },
	{ "CKV_K8S_10", "res-cpu-request-missing" },
	{ "CKV_K8S_11", "res-cpu-limit-missing" },
	{ "CKV_K8S_12", "res-memory-request-missing" },
	{ "CKV_K8S_13", "res-memory-limit-missing" },
	{ "CKV_K8S_16", "pss-base-privileged" },
	{ "CKV_K8S_17", "pss-base-host-namespaces" },
	{ "CKV_K8S_18", "pss-base-host-namespaces" },
	{ "CKV_K8S_19", "pss-base-host-namespaces" },
	{ "CKV_K8S_20", "pss-restr-allow-priv-escalation" },
	{ "CKV_K8S_22", "pod-ro-rootfs" },
	{ "CKV_K8S_23", "pss-restr-run-as-non-root" },
	{ "CKV_K8S_26", "pss-base-hostports" },
	{ "CKV_K8S_27", "pod-runtime-socket" },
	{ "CKV_K8S_28", "pod-drop-net-raw" },
	{ "CKV_K8S_40", "pod-low-uid" },
};

static void add_theirs(struct reading *r, struct json annotation, const char *theirs,
                       const char *reason)
{
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		if (!strcmp(same[i].theirs, theirs))
			add_foreign(r, annotation, same[i].ours, reason);
}

static void add_list(struct reading *r, struct json annotation, const char *list,
                     const char *reason)
{
	AUTO(strings_free) struct strings names = { 0 };

	strings_split(&names, list, ',');
	for (size_t i = 0; i < names.n; i++)
		add_theirs(r, annotation, names.at[i] + strspn(names.at[i], " "), reason);
}

/* "polaris.fairwinds.com/hostPIDSet-exempt" */
static void read_polaris(struct reading *r, struct json annotation, const char *name)
{
	AUTO(buf_free) struct buf check = { 0 };

	if (!json_bool(annotation, false))
		return;
	if (!strcmp(name, "exempt")) {
		add_foreign(r, annotation, "*", NULL);
	} else if (text_ends(name, "-exempt")) {
		buf_add(&check, name, strlen(name) - strlen("-exempt"));
		add_theirs(r, annotation, check.at, NULL);
	}
}

/* "checkov.io/skip1: CKV_K8S_20=needs it" */
static void read_checkov(struct reading *r, struct json annotation)
{
	const char *text = json_text(annotation, ""), *equals = strchr(text, '=');
	AUTO(buf_free) struct buf check = { 0 };

	buf_add(&check, text, equals ? (size_t)(equals - text) : strlen(text));
	add_theirs(r, annotation, check.at, equals ? equals + 1 : NULL);
}

static void read_foreign(struct reading *r, struct json annotations, struct json annotation)
{
	const char *name = json_name(annotation), *text = json_text(annotation, "");

	if (text_starts(name, "polaris.fairwinds.com/"))
		read_polaris(r, annotation, strchr(name, '/') + 1);
	else if (!strcmp(name, "kube-score/ignore"))
		add_list(r, annotation, text, NULL);
	else if (!strcmp(name, "kube-linter.io/ignore-all"))
		add_foreign(r, annotation, "*", text);
	else if (text_starts(name, "ignore-check.kube-linter.io/"))
		add_theirs(r, annotation, strchr(name, '/') + 1, text);
	else if (!strcmp(name, "kubescape.io/skip-controls"))
		add_list(r, annotation, text,
		         json_str(json_key(annotations, "kubescape.io/skip-reason")));
	else if (text_starts(name, "checkov.io/skip"))
		read_checkov(r, annotation);
}

const struct exemption *exemptions_of(struct arena *a, const struct object *o, bool honor)
{
	struct exemption *first = NULL;
	struct reading r = { a, o, &first };
	struct json annotations = json_get(o->json, "metadata.annotations");

	json_each_member(annotation, annotations) {
		const char *name = json_name(annotation);

		if (name && text_starts(name, PREFIX))
			read_ours(&r, annotation);
		else if (name && honor)
			read_foreign(&r, annotations, annotation);
	}
	return first;
}

/* ---- matching ---- */

static bool fits(const char *glob, const char *text)
{
	return !glob || (text && text_glob(glob, text));
}

bool exemption_matches(const struct exemption *e, const struct finding *f, int64_t now)
{
	if (e->invalid || (e->expires != K8STIME_NONE && e->expires < now))
		return false;
	return fits(e->check, f->check) && fits(e->kind, f->kind) &&
	       fits(e->namespace, f->namespace) && fits(e->name, f->name) &&
	       fits(e->container, f->container);
}

const struct exemption *exemption_for(const struct exemption *list, const struct finding *f,
                                      int64_t now)
{
	for (; list; list = list->next)
		if (exemption_matches(list, f, now)) {
			++*list->used;
			return list;
		}
	return NULL;
}
