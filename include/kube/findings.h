/*
 * findings.h - collects findings, each once: by check, top owner, container and field.
 *
 * The engine's store (check.h is what checks use). A finding on a pod is kept under the
 * pod's controller; findings_settle_owners() moves it up to the top owner when all
 * owners are known, and joins it with the template's own.
 */
#ifndef KUBE_FINDINGS_H
#define KUBE_FINDINGS_H

#include "kube/arena.h"
#include "kube/finding.h"
#include "kube/inventory.h"

struct check;

struct findings {
	struct arena *arena;
	struct finding **table;    /* open hash by key */
	size_t n, cap;
};

struct finding_key {
	const struct check *check;
	struct subject *subject;
	const char *container;     /* interned or NULL */
	const char *field;         /* interned; below the container or pod template; "" */
};

/* The finding of this key, and whether it was made just now (all else zero). */
struct finding *findings_add(struct findings *f, const struct finding_key *key, bool *is_new);
/*
 * Every finding gets its top owner's names and its fingerprint; equal ones become one,
x
 */
void findings_settle_owners(struct findings *f);
/* All of them in no order; the array is owned by the arena. */
struct finding **findings_all(struct findings *f, size_t *n);
/* By heading, severity (errors first), check, namespace, kind, name, container, field. */
void findings_sort(struct finding **list, size_t n);
void findings_free(struct findings *f);

#endif
