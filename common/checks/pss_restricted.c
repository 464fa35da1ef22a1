/* The restricted rules: what a hardened pod has to say. The table at the end is the overview. */
#include "kube/pss_form.h"

#include "kube/strings.h"

#include <string.h>

/* A volume without a source is an emptyDir: the API server makes it one. */
static const char *restricted_source(struct json volume)
{
	static const char *const allowed[] = { "configMap", "csi", "downwardAPI", "emptyDir",
		                               "ephemeral", "image", "persistentVolumeClaim",
		                               "projected", "secret" };
	static const char *const restricted[] = {
		"hostPath", "gcePersistentDisk", "awsElasticBlockStore", "gitRepo", "nfs", "iscsi",
		"glusterfs", "rbd", "flexVolume", "cinder", "cephfs", "flocker", "fc", "azureFile",
		"vsphereVolume", "quobyte", "azureDisk", "portworxVolume", "photonPersistentDisk",
		"scaleIO", "storageos",
	};
	const char *found = NULL;

	if (json_type(volume) != JSON_OBJECT)
		return NULL;
	json_each(source, volume) {
		const char *name = json_name(source);

		if (!json_exists(source))
			continue;
		if (pss_among(name, allowed, PSS_COUNT(allowed)))
			return NULL;
		if (pss_among(name, restricted, PSS_COUNT(restricted)))
			found = name;
	}
	return found;
}

static void volume_types(struct judgement *j)
{
	json_each(volume, pss_list(json_get(j->spec, "volumes"))) {
		const char *source = restricted_source(volume);

		if (source)
			pss_violate(j, volume, source, "a volume of type %s", source);
	}
}

static void privilege_escalation(struct judgement *j)
{
	struct json v = pss_context(j, "allowPrivilegeEscalation");

	if (json_bool(v, true))
		pss_violate(j, j->container, "securityContext.allowPrivilegeEscalation",
			    json_exists(v) ? "allowPrivilegeEscalation is true"
			    : "allowPrivilegeEscalation is not set to false");
}

enum answer { UNSET, GOOD, BAD };

static enum answer runs_as_non_root(struct json security_context)
{
	struct json v = json_get(security_context, "runAsNonRoot");

	return !json_exists(v) ? UNSET : json_bool(v, false) ? GOOD : BAD;
}

static enum answer has_seccomp(struct json security_context)
{
	struct json v = json_get(security_context, "seccompProfile");

	return !json_exists(v) ? UNSET : pss_is_confining(v) ? GOOD : BAD;
}

/* A field that the pod answers for the containers that do not, and what is said of it. */
struct required {
	enum answer (*of)(struct json security_context);
	const char *path, *bad, *unset;
};

static enum answer answer_of(const struct required *r, struct json holder)
{
	return r->of(json_get(holder, "securityContext"));
}

/*
 * Adds the names of the containers that say nothing to `silent`; true: so do all. What
 * containers say wrong is told at once.
 */
static bool ask_containers(struct judgement *j, const struct required *r, struct buf *silent)
{
	bool all = true;

	for (size_t i = 0; pss_container_lists[i]; i++)
		json_each(container, pss_list(json_get(j->spec, pss_container_lists[i]))) {
			enum answer own = answer_of(r, container);

			j->container = container;
			if (own == BAD)
				pss_violate(j, container, r->path, "%s", r->bad);
			if (own == UNSET && silent->len < 200)
				pss_add_value(silent, json_text(json_get(container, "name"), ""));
			all = all && own == UNSET;
		}
	j->container = (struct json){ 0 };
	return all;
}

/*
 * What nobody says is told of the pod, where one line mends it, and not of each container:
 * so a sidecar that a webhook adds to the pods does not change what is told of a workload.
 */
static void require(struct judgement *j, const struct required *r)
{
	AUTO(buf_free) struct buf silent = { 0 };
	enum answer pod = answer_of(r, j->spec);
	bool all = ask_containers(j, r, &silent);

	if (pod == BAD)
		pss_violate(j, j->spec, r->path, "%s", r->bad);
	else if (pod == UNSET && silent.len)
		pss_violate(j, j->spec, r->path, "%s%s%s", r->unset, all ? "" : " for ",
			    all ? "" : silent.at);
}

static void run_as_non_root(struct judgement *j)
{
	static const struct required rule = { runs_as_non_root, "securityContext.runAsNonRoot",
		                              "runAsNonRoot is false",
		                              "runAsNonRoot is not set to true" };

	require(j, &rule);
}

static void run_as_user(struct judgement *j)
{
	if (json_int(pss_context(j, "runAsUser"), 1) == 0)
		pss_violate(j, pss_holder(j), "securityContext.runAsUser", "runAsUser is 0: root");
}

static void seccomp_required(struct judgement *j)
{
	static const struct required rule = { has_seccomp, "securityContext.seccompProfile.type",
		                              "the seccomp profile lets any system call through",
		                              "no seccomp profile is set" };

	require(j, &rule);
}

static void capabilities_dropped(struct judgement *j)
{
	static const char *const allowed[] = { "NET_BIND_SERVICE" };
	AUTO(buf_free) struct buf others = { 0 };
	bool dropped = false;

	json_each(capability, pss_list(pss_context(j, "capabilities.drop")))
		dropped = dropped || json_equal(capability, "ALL");
	if (!dropped)
		pss_violate(j, j->container, "securityContext.capabilities.drop",
			    "does not drop ALL capabilities");
	pss_collect_others(&others, pss_context(j, "capabilities.add"), allowed,
	                   PSS_COUNT(allowed));
	if (others.len)
		pss_violate(j, j->container, "securityContext.capabilities.add",
			    "adds %s: only NET_BIND_SERVICE is allowed", others.at);
}

static bool is_windows(struct json spec)
{
	return json_equal(json_get(spec, "os.name"), "windows");
}

const struct pss_form pss_restricted_forms[] = {
	{ PSS_RESTR_VOLUMES, PSS_AT_RESTRICTED, 0, PSS_NOW, PSS_POD, volume_types },
	{ PSS_RESTR_ALLOW_PRIV_ESCALATION, PSS_AT_RESTRICTED, 8, 25, PSS_CONTAINERS,
	  privilege_escalation },
	{ PSS_RESTR_ALLOW_PRIV_ESCALATION, PSS_AT_RESTRICTED, 25, PSS_NOW, PSS_CONTAINERS,
	  privilege_escalation, is_windows },
	{ PSS_RESTR_RUN_AS_NON_ROOT, PSS_AT_RESTRICTED, 0, 35, PSS_POD, run_as_non_root },
	{ PSS_RESTR_RUN_AS_NON_ROOT, PSS_AT_RESTRICTED, 35, PSS_NOW, PSS_POD,
	  run_as_non_root, pss_in_user_namespace },
	{ PSS_RESTR_RUN_AS_USER, PSS_AT_RESTRICTED, 23, 35, PSS_ALL, run_as_user },
	{ PSS_RESTR_RUN_AS_USER, PSS_AT_RESTRICTED, 35, PSS_NOW, PSS_ALL, run_as_user,
	  pss_in_user_namespace },
	{ PSS_RESTR_SECCOMP, PSS_AT_RESTRICTED, 19, 25, PSS_POD, seccomp_required },
	{ PSS_RESTR_SECCOMP, PSS_AT_RESTRICTED, 25, PSS_NOW, PSS_POD, seccomp_required,
	  is_windows },
	{ PSS_RESTR_CAPABILITIES, PSS_AT_RESTRICTED, 22, 25, PSS_CONTAINERS, capabilities_dropped },
	{ PSS_RESTR_CAPABILITIES, PSS_AT_RESTRICTED, 25, PSS_NOW, PSS_CONTAINERS,
	  capabilities_dropped, is_windows },
};
const size_t pss_n_restricted_forms = PSS_COUNT(pss_restricted_forms);
