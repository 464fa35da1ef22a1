/*
 * policy.h - what a team has decided: severities, parameters, scope, exemptions.
 *
 * From --config FILE (strict YAML: an unknown key is an error with its line) and from
 * annotations on objects:
 *
 *	checks:
 *	  res-cpu-limit-missing: { severity: off }
 *	  res-limit-request-ratio: { max-memory-ratio: "4" }
 *	scope:
 *	  exclude-namespaces: [ "sandbox-*" ]
 *	exemptions:
 *	- check: ha-single-replica
 *	  kind: Deployment
 *	  namespace: shop
 *	  name: "cache-*"
 *	  reason: a cache, warm again in seconds
 *	  owner: team-shop
 *	  expires: 2027-01-31
 *
 *	metadata:
 *	  annotations:
 *	    mks.exempt/ha-single-replica: "reason=leader elected; owner=team-shop; expires=2027-01-31"
 *
 * A reason is mandatory. Expired exemptions no longer silence anything, and are findings
 * themselves, as are exemptions that match nothing. All of it is owned by the arena.
 */
#ifndef KUBE_POLICY_H
#define KUBE_POLICY_H

#include "kube/arena.h"
#include "kube/exemption.h"

struct theme;

struct setting {                      /* of one check */
	const char *check;            /* id or glob */
	int severity;                 /* -1: not set */
	size_t n;
	const char **names, **values; /* parameters */
};

struct policy {
	const char *file;             /* NULL: none */
	size_t n_settings;
	struct setting *settings;
	const struct exemption *exemptions;
	size_t n_only_namespaces, n_without_namespaces;
	const char **only_namespaces, **without_namespaces; /* globs */
	bool honor;                   /* understand other tools' annotations */
};

/*
 * Reads and checks the file: names of checks and parameters against the themes'.
 * ERR_CONFIG "FILE:LINE:COLUMN: what".
 */
int policy_load(struct policy *p, struct arena *a, const char *file,
                const struct theme *const *themes, struct error *err);
/* -1: not configured */
int policy_severity(const struct policy *p, const char *check);
/* NULL: not configured */
const char *policy_parameter(const struct policy *p, const char *check, const char *name);
bool policy_namespace_in_scope(const struct policy *p, const char *namespace);

#endif
