/*
 * finding.h - what the checks of every plugin find: flat rows, and the report of a run.
 *
 * check.h makes them, report.h prints them; all of it is owned by the run's arena.
 */
#ifndef KUBE_FINDING_H
#define KUBE_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum severity { OFF, INFO, WARNING, ERROR };
enum duty { YOURS, SHARED, PROVIDERS };

/* The headings of the provider's contract (mks.md, "shared responsibility"). */
enum heading {
	BEST_PRACTICES,
	CLUSTER_SPECIFICATION,
	SECURITY_BY_DESIGN,
	CONTROLLED_CUSTOMIZATION,
	LIFECYCLE,
	BACKUPS,
	HEADING_COUNT
};

struct check;
struct subject;

const char *severity_name(int severity); /* "warning" */
int severity_named(const char *name);    /* -1: no such; "warn" is understood */
const char *duty_name(int duty);         /* "yours", "shared", "provider's" */
const char *heading_name(int heading);   /* "Security by design" */

struct finding {
	int severity;            /* enum severity; int for the printer's tables */
	const char *check;       /* id */
	const char *title;       /* the check's */
	int heading, duty;
	const char *api_version, *kind, *namespace, *name; /* the top owner */
	const char *container;   /* NULL: none */
	const char *message;     /* what is wrong there; one line */
	const char *path;        /* field in the object: "spec.template.spec.hostNetwork"; NULL */
	const char *file;        /* NULL when live */
	int line, column;
	const char *where;       /* "web.yaml:16:3"; NULL when live */
	const char *seen_on;     /* NULL, or a pod that differs from its owner's template: "pod/x-1" */
	const char *fingerprint; /* 16 hex digits of check, owner, container, field */
	const char *exempted_by; /* NULL, or the reason of the exemption that silences it */
	bool is_new;             /* against a baseline */
	/* for check.h */
	const struct check *rule;
	struct subject *subject; /* it was made on; the top owner at the end */
	const struct subject *made_on; /* still, at the end */
	bool of_status;          /* about live state: pods need not be as their template */
	const char *detail;      /* what run() keeps for its settle(): a name, say; NULL */
	const char *field;       /* key: the path below the container or the pod template */
};

/* One check as outputs describe it (SARIF rules, explain, --list). */
struct rule {
	const char *id, *title;
	int heading, severity, duty; /* severity in force */
	const char *scope;           /* "container", "pod", "object", "cluster" */
	bool live_only;
	const char *page;            /* Markdown: why, what is looked at, fix, source */
	/* results of the run */
	int n_findings;              /* that count */
	const char *not_checked;     /* NULL: it ran; else why not: "needs: list limitranges" */
};

struct report {
	const char *plugin;          /* "kubectl-mks-audit" */
	const char *command;         /* "kubectl mks audit" */
	const char *version;
	const char *server_version;  /* NULL without a cluster */
	const char *cluster, *context; /* NULL without a cluster */
	int64_t taken_at;            /* seconds since 1970 */
	double seconds;
	size_t n_nodes, n_namespaces, n_pods, n_objects, n_files;
	bool live;
	/* sorted: heading, severity (errors first), check, namespace, kind, name, container, path */
	struct finding **findings;   /* that count: not exempted, not the provider's, not in the baseline */
	size_t n_findings;
	struct finding **exempted;
	size_t n_exempted;
	size_t n_providers;          /* not counted, unless --include-provider put them in */
	struct finding **known;      /* in the baseline */
	size_t n_known;
	const char **fixed;          /* "check kind/ns/name" lines of the baseline that are gone */
	size_t n_fixed;
	struct rule *rules;          /* every check that was chosen, sorted by id */
	size_t n_rules, n_run, n_live_only; /* live_only: left out since there is no cluster */
	const char **not_checked;    /* one line each: "3 checks need: list resourcequotas (forbidden)" */
	size_t n_not_checked, n_checks_not_checked;
	bool no_headers;
};

#endif
