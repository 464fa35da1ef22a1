/*
 * exemption.h - exemptions: written on objects as annotations, and which one silences a
 * finding. policy.h reads those of the configuration.
 *
 *	mks.exempt/ha-single-replica: "reason=leader elected; owner=team-shop; expires=2027-01-31"
 *	mks.exempt/pss-base-*: "container=agent; reason=reads host metrics"
 *
 * A value without any "key=" is the reason. With honor (--honor) the annotations of
 * other tools count too:
 *	polaris.fairwinds.com/exempt, polaris.fairwinds.com/<check>-exempt: "true"
 *	kube-score/ignore: "a,b"
 *	ignore-check.kube-linter.io/<check>, kube-linter.io/ignore-all: reason
 *	kubescape.io/skip-controls: "C-0034,..", kubescape.io/skip-reason
 *	checkov.io/skip<N>: CKV_K8S_1=reason
 */
#ifndef KUBE_EXEMPTION_H
#define KUBE_EXEMPTION_H

#include "kube/arena.h"
#include "kube/doc.h"
#include "kube/finding.h"
#include "kube/objects.h"

#include <stdint.h>

struct exemption {
	const char *check, *kind, *namespace, *name, *container; /* globs; NULL: any */
	const char *reason, *owner;   /* reason NULL: invalid, silences nothing */
	int64_t expires;              /* seconds, the end of that day; K8STIME_NONE: never */
	const char *invalid;          /* NULL, or what is wrong with it */
	const char *file;             /* NULL: an annotation of a live object */
	struct place place;
	const char *from;             /* "mks.exempt/x", "exemptions[2]", "kube-score/ignore" */
	bool foreign;                 /* of another tool (--honor): need not match, needs no reason */
	int *used;                    /* findings silenced; shared between the copies */
	const struct exemption *next;
};

/* The last second of a day written "2027-01-31"; K8STIME_NONE for anything else. */
int64_t exemption_day(const char *text);
/* Those written on an object, in the order of its annotations; NULL: none. */
const struct exemption *exemptions_of(struct arena *a, const struct object *o, bool honor);
/*
 * The first in the list that silences this finding; NULL: none. Counts its use. Expired
 * ones do not silence. An annotation's exemption has no kind, namespace and name.
 */
const struct exemption *exemption_for(const struct exemption *list, const struct finding *f,
                                      int64_t now);
/* Whether it matches this finding and is in force: has a reason, is not expired. */
bool exemption_matches(const struct exemption *e, const struct finding *f, int64_t now);

#endif
