/*
 * pod_security.h - the Pod Security Standards, exactly as Kubernetes judges them, for
 * every policy version from 1.0 to POD_SECURITY_NEWEST.
 *
 * Compared with k8s.io/pod-security-admission in tests/oracle.
 */
#ifndef KUBE_POD_SECURITY_H
#define KUBE_POD_SECURITY_H

#include "kube/buf.h"
#include "kube/json.h"

#include <stdint.h>

#define POD_SECURITY_NEWEST 37 /* minor of the newest policy version known */

enum pod_security_level { PSS_PRIVILEGED, PSS_BASELINE, PSS_RESTRICTED };

/* Every rule of both levels; bits of a verdict. Order of the catalogue (A3d). */
enum pss_rule {
	PSS_BASE_PRIVILEGED, PSS_BASE_HOST_NAMESPACES, PSS_BASE_HOSTPATH, PSS_BASE_HOSTPORTS,
	PSS_BASE_HOST_PROBES, PSS_BASE_CAPABILITIES, PSS_BASE_PROCMOUNT, PSS_BASE_SELINUX,
	PSS_BASE_APPARMOR, PSS_BASE_SECCOMP_ANNOTATION, PSS_BASE_SECCOMP, PSS_BASE_SYSCTLS,
	PSS_BASE_WINDOWS_HOSTPROCESS,
	PSS_RESTR_VOLUMES, PSS_RESTR_ALLOW_PRIV_ESCALATION, PSS_RESTR_RUN_AS_NON_ROOT,
	PSS_RESTR_RUN_AS_USER, PSS_RESTR_SECCOMP, PSS_RESTR_CAPABILITIES,
	PSS_RULE_COUNT
};

extern const char *const pss_rule_ids[PSS_RULE_COUNT]; /* "pss-base-privileged" */

/*
 * One violation: which rule, in which field. `base` and `path` as found() takes them;
 * container is absent for fields of the pod. message has no names in it.
 */
struct pss_violation {
	enum pss_rule rule;
	struct json container, base;
	const char *path;    /* below base; may be NULL */
	const char *message;
};

/*
 * Judges a pod (metadata and spec of a pod or template) by a level's rules at policy
 * version 1.`minor`, and calls see() (may be NULL) for each violated field. Returns the
 * set of violated rules, bit 1 << rule; 0: allowed.
 */
uint32_t pod_security_judge(struct json metadata, struct json spec, enum pod_security_level level,
                            int minor, void (*see)(void *arg, const struct pss_violation *v),
                            void *arg);
/*
 * The same for some of the rules (bits; 0: all): a check asks for its own only. `level`
 * decides the form of a rule: from 1.35 restricted forbids an unmasked /proc where
 * baseline, in a user namespace, does not.
 */
struct pss_question {
	struct json metadata, spec;
	enum pod_security_level level;
	int minor;
	uint32_t only;
	void (*see)(void *arg, const struct pss_violation *v);
	void *arg;
};
uint32_t pod_security_ask(const struct pss_question *q);

/*
 * For who needs the answers for many levels and versions, or later, when the pod is gone:
 * examine once and keep eight bytes, then ask those.
 */
uint64_t pod_security_examine(struct json metadata, struct json spec);
uint32_t pod_security_verdict(uint64_t examined, enum pod_security_level level, int minor);

/* "baseline" -> level; -1 for what is no level. */
int pod_security_level(const char *text);
const char *pod_security_level_name(int level);
/* "latest" or "v1.31" -> minor (capped to the newest known); -1 for what is no version. */
int pod_security_version(const char *text);

#endif
