/*
 * in_cluster.h - the service account of the pod that we run in (kubectl.md B5).
 */
#ifndef KUBE_IN_CLUSTER_H
#define KUBE_IN_CLUSTER_H

#include "kube/arena.h"
#include "kube/target.h"

/* Whether there is one. */
bool in_cluster_possible(void);
/* Its server (KUBERNETES_SERVICE_HOST and _PORT), CA and token take the place of config's. */
void in_cluster_use(struct arena *a, struct kube_config *config);
/* $POD_NAMESPACE, else the service account's, else "default". */
const char *in_cluster_namespace(struct arena *a);

#endif
