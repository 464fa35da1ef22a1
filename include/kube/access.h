/*
 * access.h - which rights a run needs, and whether we have them.
 */
#ifndef KUBE_ACCESS_H
#define KUBE_ACCESS_H

#include "kube/api.h"
#include "kube/arena.h"

#include <stdio.h>

/* The smallest ClusterRole (YAML) for these kinds, with a comment on how to bind it. */
void access_print_role(kind_mask kinds, const char *name, FILE *out);
/*
 * Asks the server (SelfSubjectAccessReview) for each kind and prints a table of what is
 * missing: VERB RESOURCE NAMESPACE ALLOWED. *n_missing counts the missing ones.
 * namespace: NULL is all.
 */
int access_preflight(struct api *api, kind_mask kinds, const char *namespace, FILE *out,
                     size_t *n_missing, struct error *err);

#endif
