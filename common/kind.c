/* The kinds we read. The order is that of enum kind_id. */
#include "kube/kind.h"

#include <string.h>
#include <strings.h>

const struct kind kinds[KIND_COUNT] = {
	/* id, kind, group, version, resource, short, namespaced, optional, metadata only, pod */
	{ KIND_POD, "Pod", "", "v1", "pods", "po", true, .pod = "" },
	{ KIND_DEPLOYMENT, "Deployment", "apps", "v1", "deployments", "deploy", true, .pod = "spec.template" },
	{ KIND_REPLICASET, "ReplicaSet", "apps", "v1", "replicasets", "rs", true, .pod = "spec.template" },
	{ KIND_STATEFULSET, "StatefulSet", "apps", "v1", "statefulsets", "sts", true, .pod = "spec.template" },
	{ KIND_DAEMONSET, "DaemonSet", "apps", "v1", "daemonsets", "ds", true, .pod = "spec.template" },
	{ KIND_JOB, "Job", "batch", "v1", "jobs", "job", true, .pod = "spec.template" },
	{ KIND_CRONJOB, "CronJob", "batch", "v1", "cronjobs", "cj", true, .pod = "spec.jobTemplate.spec.template" },
	{ KIND_REPLICATIONCONTROLLER, "ReplicationController", "", "v1", "replicationcontrollers", "rc", true, .pod = "spec.template" },
	{ KIND_PODTEMPLATE, "PodTemplate", "", "v1", "podtemplates", "podtemplate", true, .pod = "template" },
	{ KIND_SERVICE, "Service", "", "v1", "services", "svc", true },
	{ KIND_NAMESPACE, "Namespace", "", "v1", "namespaces", "ns" },
	{ KIND_NODE, "Node", "", "v1", "nodes", "no" },
	{ KIND_LIMITRANGE, "LimitRange", "", "v1", "limitranges", "limits", true },
	{ KIND_PDB, "PodDisruptionBudget", "policy", "v1", "poddisruptionbudgets", "pdb", true },
	{ KIND_HPA, "HorizontalPodAutoscaler", "autoscaling", "v2", "horizontalpodautoscalers", "hpa", true },
	{ KIND_PVC, "PersistentVolumeClaim", "", "v1", "persistentvolumeclaims", "pvc", true },
	{ KIND_PRIORITYCLASS, "PriorityClass", "scheduling.k8s.io", "v1", "priorityclasses", "pc" },
	{ KIND_VPA, "VerticalPodAutoscaler", "autoscaling.k8s.io", "v1", "verticalpodautoscalers", "vpa", true, .optional = true },
	{ KIND_SCALEDOBJECT, "ScaledObject", "keda.sh", "v1alpha1", "scaledobjects", "so", true, .optional = true },
	{ KIND_SERVICEACCOUNT, "ServiceAccount", "", "v1", "serviceaccounts", "sa", true },
	{ KIND_CONFIGMAP, "ConfigMap", "", "v1", "configmaps", "cm", true, .metadata_only = true },
	{ KIND_SECRET, "Secret", "", "v1", "secrets", "secret", true, .metadata_only = true },
};

/* "apps/v1" has the group "apps", "v1" the empty one. */
static int group_equal(const char *api_version, const char *group)
{
	const char *slash = strchr(api_version, '/');
	size_t len = slash ? (size_t)(slash - api_version) : 0;

	return strlen(group) == len && !strncmp(api_version, group, len);
}

const struct kind *kind_find(const char *api_version, const char *kind_name)
{
	if (!api_version || !kind_name)
		return NULL;
	for (size_t i = 0; i < KIND_COUNT; i++)
		if (!strcmp(kinds[i].name, kind_name) && group_equal(api_version, kinds[i].group))
			return &kinds[i];
	/* Workloads of old manifests lived in "extensions" and still mean the same kind. */
	if (group_equal(api_version, "extensions"))
		for (size_t i = 0; i < KIND_COUNT; i++)
			if (!strcmp(kinds[i].name, kind_name) && kinds[i].group[0])
				return &kinds[i];
	return NULL;
}

/* "deployments.apps" names the resource with its group. */
static int resource_equal(const struct kind *k, const char *typed)
{
	size_t len = strlen(k->resource);

	return !strncasecmp(typed, k->resource, len) &&
	       (!typed[len] || (typed[len] == '.' && !strcasecmp(typed + len + 1, k->group)));
}

const struct kind *kind_named(const char *typed)
{
	for (size_t i = 0; i < KIND_COUNT; i++)
		if (!strcasecmp(typed, kinds[i].name) || !strcasecmp(typed, kinds[i].shorter) ||
		    resource_equal(&kinds[i], typed))
			return &kinds[i];
	return NULL;
}
