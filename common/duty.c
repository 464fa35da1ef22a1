/*
 * Whose an object is. The rules, in order: Kubernetes' own namespaces and objects it
 * makes at start are the provider's; what an add-on manager looks after is the
 * provider's; an add-on in a namespace of its own is the provider's unless a person's
 * tool wrote it.
 */
#include "kube/duty.h"

#include "kube/strings.h"

#include <string.h>

/* kube-system, kube-public, kube-node-lease: the prefix is reserved by Kubernetes. */
static bool is_kubernetes_namespace(const char *name)
{
	return text_starts(name, "kube-");
}

/* Namespaces that the service itself fills once the user turns a feature on (mks.md §4). */
static bool is_addon_namespace(const char *name)
{
	return !strcmp(name, "velero") || !strcmp(name, "gpu-operator");
}

static bool has_provider_mark(struct json metadata)
{
	struct json labels = json_get(metadata, "labels");
	struct json annotations = json_get(metadata, "annotations");

	return json_equal(json_key(labels, "kubernetes.io/bootstrapping"), "rbac-defaults") ||
	       json_equal(json_key(labels, "kubernetes.io/cluster-service"), "true") ||
	       json_exists(json_key(labels, "addonmanager.kubernetes.io/mode")) ||
	       json_exists(json_key(labels, "addons.cluster.x-k8s.io/proxy-name")) ||
	       json_exists(json_key(annotations, "kubernetes.io/config.mirror"));
}

/* Field managers that stand for a person or their delivery, not for the service. */
static bool is_users_tool(const char *manager)
{
	static const char *const prefixes[] = { "kubectl", "helm", "Helm", "argocd", "flux",
		                                "kustomize-controller", "helm-controller",
		                                "Terraform", "terraform", "pulumi", "velero" };

	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		if (text_starts(manager, prefixes[i]))
			return true;
	return false;
}

static bool written_by_user(struct json metadata)
{
	json_each(entry, json_get(metadata, "managedFields"))
		if (is_users_tool(json_text(json_get(entry, "manager"), "")) &&
		    !json_exists(json_get(entry, "subresource")))
			return true;
	return false;
}

/* Names that Kubernetes reserves for what it makes itself. */
static bool is_reserved_name(const struct object *o)
{
	return !*o->namespace &&
	       (text_starts(o->name, "system:") ||
	        (!strcmp(o->kind_name, "PriorityClass") && text_starts(o->name, "system-")));
}

static int duty_of_node(struct json metadata)
{
	struct json labels = json_get(metadata, "labels");
	bool control_plane = json_exists(json_key(labels, "node-role.kubernetes.io/control-plane"));

	return control_plane ? PROVIDERS : SHARED;
}

int duty_of(const struct object *o)
{
	struct json metadata = json_get(o->json, "metadata");
	bool is_namespace = !strcmp(o->kind_name, "Namespace");
	const char *namespace = is_namespace ? o->name : o->namespace;

	if (is_kubernetes_namespace(namespace) || is_reserved_name(o) || has_provider_mark(metadata))
		return PROVIDERS;
	if (!strcmp(o->kind_name, "Node"))
		return duty_of_node(metadata);
	if (is_addon_namespace(namespace) && o->live && !written_by_user(metadata))
		return PROVIDERS;
	return YOURS;
}
