/*
 * kind.h - the kinds of objects we read: one table.
 *
 * To add a kind: one row in common/kind.c and one name here.
 */
#ifndef KUBE_KIND_H
#define KUBE_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum kind_id {
	KIND_POD,
	KIND_DEPLOYMENT,
	KIND_REPLICASET,
	KIND_STATEFULSET,
	KIND_DAEMONSET,
	KIND_JOB,
	KIND_CRONJOB,
	KIND_REPLICATIONCONTROLLER,
	KIND_PODTEMPLATE,
	KIND_SERVICE,
	KIND_NAMESPACE,
	KIND_NODE,
	KIND_LIMITRANGE,
	KIND_PDB,
	KIND_HPA,
	KIND_PVC,
	KIND_PRIORITYCLASS,
	KIND_VPA,
	KIND_SCALEDOBJECT,
	KIND_SERVICEACCOUNT,
	KIND_CONFIGMAP,
	KIND_SECRET, /* metadata only */
	KIND_COUNT
};

typedef uint64_t kind_mask;
#define KIND_BIT(id) ((kind_mask)1 << (id))
/* Everything that holds a pod or the template of one. */
#define KINDS_WITH_PODS                                                                        \
	(KIND_BIT(KIND_POD) | KIND_BIT(KIND_DEPLOYMENT) | KIND_BIT(KIND_REPLICASET) |          \
	 KIND_BIT(KIND_STATEFULSET) | KIND_BIT(KIND_DAEMONSET) | KIND_BIT(KIND_JOB) |          \
	 KIND_BIT(KIND_CRONJOB) | KIND_BIT(KIND_REPLICATIONCONTROLLER) | KIND_BIT(KIND_PODTEMPLATE))

struct kind {
	enum kind_id id;
	const char *name;     /* "CronJob" */
	const char *group;    /* "batch"; "" is the core group */
	const char *version;  /* the one asked for when live, "v1" */
	const char *resource; /* "cronjobs" */
	const char *shorter;  /* what kubectl's users type: "cj", "deploy", "po" */
	bool namespaced;
	bool optional;        /* a custom resource: 404 means that there are none, nothing is missing */
	bool metadata_only;   /* asked for as PartialObjectMetadataList, never with its data */
	const char *pod;      /* path of the pod template's parent of metadata+spec: "" for a Pod,
	                         "spec.template", "spec.jobTemplate.spec.template"; NULL: none */
};

extern const struct kind kinds[KIND_COUNT]; /* kinds[id].id == id */

/* By kind name and group of an apiVersion ("apps/v1", any version); NULL when we don't know it. */
const struct kind *kind_find(const char *api_version, const char *kind_name);
/* By what users write: "deployments", "Deployment", "deploy", "deployments.apps"; NULL. */
const struct kind *kind_named(const char *typed);

#endif
