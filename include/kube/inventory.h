/*
 * inventory.h - the compact index of a run: what checks across objects need to know.
 *
 * Objects are shown once and forgotten; here stays who owns whom, which labels pods
 * carry, what selects them, how many replicas are wanted. Everything lives in the
 * run's arena; namespaces, label sets and owners are interned, so that a pod costs
 * about a hundred bytes.
 */
#ifndef KUBE_INVENTORY_H
#define KUBE_INVENTORY_H

#include "kube/finding.h"
#include "kube/objects.h"
#include "kube/quantity.h"
#include "kube/selector.h"

struct exemption; /* policy.h */

/* Where a field stood: what a finding that is made later still has to say. */
struct spot {
	const char *file; /* NULL when live */
	struct place place;
	const char *path; /* "spec.minAvailable"; NULL: the object itself */
};

/* An object that findings can be reported on. One per kind, namespace and name. */
struct subject {
	const char *api_version, *kind_name, *namespace, *name; /* interned; never NULL */
	const struct kind *kind;       /* NULL: none of ours, known only as an owner */
	struct subject *owner;         /* its controller (ownerReferences[controller=true]); NULL */
	struct workload *workload;     /* when it holds pods or their template and was seen */
	const struct exemption *exemptions; /* of its annotations */
	int duty;                      /* enum duty */
	bool seen;                     /* visited, not only named by an owned object */
	bool selected;                 /* by -l */
	bool live;
	struct spot spot;
	struct subject *next;          /* in its hash chain */
};

/* A pod template, or a pod without an owner. */
struct workload {
	struct subject *subject;
	const struct labels *labels;   /* of the pods it makes */
	struct selector selector;      /* spec.selector */
	int64_t replicas;              /* wanted; 1 when unset; 0 for DaemonSets (one a node) */
	bool recreates;                /* strategy Recreate */
	bool replicas_set, finished, old; /* old: a ReplicaSet of 0 replicas that a Deployment keeps */
	int64_t ready, available;      /* status; -1 unknown */
	const char *service_name;      /* StatefulSet spec.serviceName */
	size_t n_containers;           /* of the containers that run for the pod's life */
	const char **containers;       /* their names */
	struct quantity *cpu, *memory; /* their requests; units -1: none */
	size_t n_claims;
	const char **claims;           /* PVCs named by volumes */
	struct spot spot, replicas_spot;
	struct workload *next;
};

/* A live pod. */
struct pod {
	const struct labels *labels;
	const char *namespace, *name, *node; /* node: "" when not bound */
	struct subject *subject;       /* itself when naked, else its immediate controller */
	bool ready, finished, deleting, mirror;
	struct pod *next;
};

struct service {
	struct subject *subject;
	struct selector selector;
	const char *type, *cluster_ip; /* "ClusterIP"; "None" when headless */
	struct spot spot;
	struct service *next;
};

struct pdb {
	struct subject *subject;
	struct selector selector;
	const char *min_available, *max_unavailable; /* as written; NULL: not set */
	const char *unhealthy_policy;
	int64_t expected_pods, disruptions_allowed, current_healthy, desired_healthy; /* -1 unknown */
	struct spot spot, min_spot, max_spot;
	struct pdb *next;
};

/* HorizontalPodAutoscaler, or KEDA's ScaledObject (min may be 0 there). */
struct autoscaler {
	struct subject *subject;
	const char *target_api_version, *target_kind, *target_name;
	int64_t min, max;
	bool keda, by_utilisation;     /* of cpu or memory, as a share of the requests */
	struct subject *target;        /* found after the run; NULL: not seen */
	struct spot spot;
	struct autoscaler *next;
};

struct node {
	const char *name, *zone;       /* zone "" unknown */
	const char *unschedulable;     /* NULL, or why normal pods do not come here */
	bool ready, control_plane;
	struct quantity cpu, memory;   /* allocatable */
	int64_t pods;
	struct node *next;
};

struct namespace {
	struct subject *subject;
	const struct labels *labels;
	struct spot spot;
	struct namespace *next;
};

/* What a LimitRange gives to containers that say nothing. */
struct limit_range {
	struct subject *subject;
	bool cpu_request, cpu_limit, memory_request, memory_limit;
	struct limit_range *next;
};

/* A claim, a volume, a class: named things that others point to. */
struct named {
	struct subject *subject;
	const char *value;             /* PVC: its access modes, comma-joined */
	struct named *next;
};

#define SUBJECT_BUCKETS 16384

struct inventory {
	struct arena *arena;
	struct subject *subjects[SUBJECT_BUCKETS];
	struct workload *workloads;    /* newest first until inventory_finish() sorts them */
	struct pod *pods;
	struct service *services;
	struct pdb *pdbs;
	struct autoscaler *autoscalers;
	struct node *nodes;
	struct namespace *namespaces;
	struct limit_range *limit_ranges;
	struct named *claims, *priority_classes;
	size_t n_objects[KIND_COUNT];
	bool live;                     /* there is a cluster behind this run */
};

/* The subject of an object, made or completed. Owners that were not seen yet are made too. */
struct subject *inventory_subject(struct inventory *inv, const struct object *o);
/* A subject by its names, made when there was none: an owner, a file of ours. */
struct subject *inventory_named(struct inventory *inv, const char *api_version,
                                const char *kind_name, const char *namespace, const char *name);
struct subject *inventory_find(const struct inventory *inv, const char *kind_name,
                               const char *namespace, const char *name);
/* After the last object: sorts by namespace and name, finds the targets of autoscalers. */
void inventory_finish(struct inventory *inv);

/* The end of the chain of owners: Pod -> ReplicaSet -> Deployment. */
struct subject *subject_top(struct subject *s);
struct spot spot_of(struct arena *a, const struct object *o, struct json v);

/*
 * Whether it stands for itself: not finished, not an old ReplicaSet, and not made by a
 * controller whose own template was seen.
 */
bool workload_counts(const struct workload *w);
/* Replicas that are always there: the minimum of its autoscaler, else what it wants. */
int64_t workload_replicas(const struct inventory *inv, const struct workload *w);
bool workload_is(const struct workload *w, kind_mask of);
/* The autoscaler whose target this is; NULL. */
const struct autoscaler *autoscaler_of(const struct inventory *inv, const struct subject *s);
/* Namespaces are equal, the selector matches: does this PDB, Service ... choose these pods? */
bool selects(const struct selector *s, const struct subject *selecting, const struct workload *w);

#endif
