/*
 * check.h - checks: one function and one row each; the walk over objects is here, once.
 *
 *	// A privileged container is root on its node.
 *	static void privileged(struct visit *v)
 *	{
 *		if (json_bool(json_get(v->container, "securityContext.privileged"), false))
 *			found(v, v->container, "securityContext.privileged", "runs privileged");
 *	}
 *
 *	static const struct check checks[] = {
 *		{ "pss-base-privileged", ON_CONTAINER, ERROR, privileged, "a container runs privileged" },
 *		{ NULL }
 *	};
 *	const struct theme pod_security = { "pod-security", SECURITY_BY_DESIGN, checks, page };
 *
 * A check never knows whether an object came from a file or from a cluster, never
 * loops over workloads or containers, never formats output, never filters by severity,
 * exemption or duty: the engine does.
 *
 * Some answers depend on objects that come later. Then run() reports what it sees, and
 * settle() decides about each finding when everything was seen (a LimitRange supplies
 * the request; an autoscaler sets the replicas); or conclude() looks at the inventory
 * alone (a PodDisruptionBudget that selects nothing).
 */
#ifndef KUBE_CHECK_H
#define KUBE_CHECK_H

#include "kube/arena.h"
#include "kube/findings.h"
#include "kube/hashset.h"
#include "kube/inventory.h"
#include "kube/objects.h"
#include "kube/theme.h"

struct policy;

enum role { ROLE_MAIN, ROLE_INIT, ROLE_SIDECAR, ROLE_EPHEMERAL };

/* What a check is shown. All places die when run() returns. */
struct visit {
	struct run *run;
	const struct check *check;
	const struct object *object;
	struct subject *subject;
	struct workload *workload;   /* of a template or a naked pod; NULL for owned pods and other kinds */
	struct json meta;            /* metadata of the pod or template; of the object for ON_OBJECT */
	struct json spec;            /* pod spec; the object's "spec" for ON_OBJECT */
	struct json container;       /* ON_CONTAINER */
	const char *container_name;
	enum role role;
	bool repeats;                /* a live spec that was judged for its owner before */
};

/*
 * Reports what is wrong with the field `path` below `base` ("securityContext.privileged"
 * below v->container; NULL: base itself). It need not be there: the place is the deepest
 * part of it that is. The message does not repeat object or container. Reported twice
 * for the same owner, container and field, it is kept once. The finding (never NULL) is
 * lent until settle(); `severity` in it may be changed.
 */
struct finding *found(struct visit *v, struct json base, const char *path, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
/* The same from conclude(): on a subject, at a spot kept in the inventory. */
struct finding *found_on(struct run *run, const struct check *check, struct subject *subject,
                         const struct spot *spot, const char *container, const char *fmt, ...)
	PRINTF_LIKE(6, 7);
/* A settle() that drops a finding unless ... may say why it is milder: adds "; <text>" to its message. */
void finding_add(struct run *run, struct finding *f, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* The subject a finding was made on (before owners are resolved), and the one it is reported on. */
struct subject *finding_subject(const struct finding *f);

/* The value of a parameter in force: as configured, or the row's default. Never NULL. */
const char *parameter(const struct run *run, const struct check *check, const char *name);
int64_t parameter_int(const struct run *run, const struct check *check, const char *name);

/* Zeroed memory of this run for a theme of its own, found again by the address of `key`. */
void *run_state(struct run *run, const void *key, size_t size_bytes);

bool visit_is_live_pod(const struct visit *v); /* a pod of the cluster, not a template */
bool visit_runs_to_end(const struct visit *v); /* of a Job or CronJob: probes and replicas do not matter */
/* Runs for the pod's life: main containers and native sidecars. */
bool visit_runs_for_life(const struct visit *v);

/* ---- for those who run checks ---- */

struct chosen {                            /* a check that runs */
	const struct check *check;
	const struct theme *theme;
	int severity;                      /* in force */
};

struct check_list {
	const struct check **at;
	size_t n;
};

/* One run of checks. The caller fills the first part and zeroes the rest; choice.h starts it. */
struct run {
	struct arena *arena;
	const struct theme *const *themes; /* ends with NULL */
	const struct policy *policy;       /* NULL: defaults */
	const struct strings *only, *skip; /* ids, globs ("pss-*") or theme names; may be NULL */
	int least;                         /* nothing below this severity */
	bool include_provider;
	bool live;
	bool partial;                      /* by -n, -l or what was denied: not everything is seen */
	const struct selector *selector;   /* of -l; NULL: all */
	struct version version;            /* of the cluster, or assumed; zeros: unknown */
	int pod_security_version;          /* minor of --pod-security-version; 0: not given */
	int64_t now;                       /* seconds since 1970 */

	struct inventory inventory;
	struct findings findings;
	struct chosen *chosen;             /* in the order of the tables */
	size_t n_chosen, n_live_only;      /* live_only: left out since there is no cluster */
	struct check_list on_object[KIND_COUNT], on_pod, on_container;
	struct hashset judged;             /* specs of pods that were judged before */
	struct run_state *states;
};

void run_visit(struct run *run, const struct object *o);
void run_free(struct run *run); /* what is not in the arena */

#endif
