/*
 * pss_seen.h - what the workloads of a run break of Pod Security, for checks of Namespaces.
 *
 * A check that asks calls pss_see() for every object it is shown (ON_OBJECT, PSS_SEEN_KINDS)
 * and the rest in conclude(). Of a workload with pods in the cluster the pods count, since
 * they are what is admitted (a webhook may have changed them); else its template.
 */
#ifndef KUBE_PSS_SEEN_H
#define KUBE_PSS_SEEN_H

#include "kube/check.h"
#include "kube/pod_security.h"

#define PSS_SEEN_KINDS (KINDS_WITH_PODS | KIND_BIT(KIND_NAMESPACE))

/* The version of a run's cluster; the one to judge by (--pod-security-version, else that). */
int pss_version_of_cluster(const struct run *run);
int pss_version_to_judge(const struct run *run);

/* Whether a check runs: what it says is not said again. */
bool pss_is_chosen(const struct run *run, const char *id);

struct pss_seen {
	struct subject *subject; /* the top owner */
	uint64_t examined;       /* pod_security_examine() of all its pods together */
};

void pss_see(struct visit *v);
/* Sorted by namespace, kind, name; owned by the run's arena. */
const struct pss_seen *pss_seen(struct run *run, size_t *n);

/* The workloads of a namespace against a level and version. */
struct pss_crowd {
	size_t n, n_refused;
	const char *refused;     /* "Deployment/web (base-hostpath), Job/x (...) and 3 more"; "" */
};

/*
 * namespace: interned, a subject's name. but: what is refused at that version already does
 * not count; -1: all counts.
 */
struct pss_crowd pss_crowd(struct run *run, const char *namespace, enum pod_security_level level,
                           int minor, int but);
/* "base-hostpath, restr-seccomp" */
void pss_add_rules(struct buf *b, uint32_t broken);

#endif
