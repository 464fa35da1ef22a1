/*
 * kubeconfig_check.h - what kubectl refuses in the context, cluster and user it is to use.
 */
#ifndef KUBE_KUBECONFIG_CHECK_H
#define KUBE_KUBECONFIG_CHECK_H

#include "kube/target.h"
#include "kube/url.h"

/*
 * All that is wrong (kubectl.md B6): ERR_CONFIG for one thing, ERR_CONTEXT for a missing
 * context or several, a line each. The config is still as the files and flags have it.
 */
int kubeconfig_check(const struct kube_config *c, bool context_missing, struct error *err);

/* A proxy-url as kubectl takes it. ERR_CONFIG. */
int kubeconfig_proxy(struct arena *a, const char *text, struct url *u, struct error *err);

#endif
