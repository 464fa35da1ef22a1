/*
 * pss_form.h - how a rule of the Pod Security Standards is written down.
 *
 * A rule has one form or several: what it asks changed with the policy version, or
 * differs between baseline and restricted. A form is a row and a function that looks at
 * the pod's own fields, at each container's, or at both: the fields have the same names
 * in the securityContext of either.
 *
 *	static void privileged(struct judgement *j)
 *	{
 *		if (json_bool(pss_context(j, "privileged"), false))
 *			pss_violate(j, j->container, "securityContext.privileged", "is so");
 *	}
 *	{ PSS_BASE_PRIVILEGED, PSS_BOTH, 0, PSS_NOW, PSS_CONTAINERS, privileged },
 *
 * A field of a wrong type, which the API server would refuse, is judged as if it were not
 * there, or as a bad value where there has to be one.
 */
#ifndef KUBE_PSS_FORM_H
#define KUBE_PSS_FORM_H

#include "kube/error.h"
#include "kube/pod_security.h"

struct pss_form;

struct judgement {
	struct json metadata, spec;
	struct json container; /* absent while the pod's own fields are judged */
	const struct pss_form *form;
	bool broken;
	void (*see)(void *arg, const struct pss_violation *v);
	void *arg;
};

enum {
	PSS_AT_BASELINE = 1 << PSS_BASELINE,
	PSS_AT_RESTRICTED = 1 << PSS_RESTRICTED,
	PSS_BOTH = PSS_AT_BASELINE | PSS_AT_RESTRICTED
};
enum { PSS_POD = 1, PSS_CONTAINERS = 2, PSS_ALL = PSS_POD | PSS_CONTAINERS };
#define PSS_NOW (POD_SECURITY_NEWEST + 1)

/* Of one rule no two forms are for the same level and version. */
struct pss_form {
	enum pss_rule rule;
	int levels;
	int since, until;      /* minors of the policy versions, the second one excluded */
	int where;             /* what judge() is called for */
	void (*judge)(struct judgement *j);
	bool (*exempt)(struct json spec); /* may be NULL */
};

extern const struct pss_form pss_baseline_forms[], pss_restricted_forms[];
extern const size_t pss_n_baseline_forms, pss_n_restricted_forms;

void pss_violate(struct judgement *j, struct json base, const char *path, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
/* The sentence many rules need: "<last word of path> is <value>: <why>". */
void pss_violate_value(struct judgement *j, struct json base, const char *path,
                       struct json value, const char *why);

/* Whose securityContext is judged: the container, or the pod's spec. A field of it. */
struct json pss_holder(const struct judgement *j);
struct json pss_context(const struct judgement *j, const char *field);
struct json pss_list(struct json v);                          /* v, absent when it is no list */
struct json pss_annotations(const struct judgement *j);
/* initContainers, containers, ephemeralContainers, in this order. NULL ends. */
extern const char *const pss_container_lists[];

bool pss_among(const char *text, const char *const *words, size_t n);
/* Adds a value to a message, ", " between two: hostile ones are long, characters are not cut. */
void pss_add_value(struct buf *b, const char *text);
/* The values of a list that are not `allowed`, joined into `out`. */
void pss_collect_others(struct buf *out, struct json values, const char *const *allowed, size_t n);
/* RuntimeDefault and Localhost are what a profile may be, of seccomp as of AppArmor. */
bool pss_is_confining(struct json profile);
bool pss_in_user_namespace(struct json spec);

#define PSS_COUNT(array) (sizeof (array) / sizeof *(array))

#endif
