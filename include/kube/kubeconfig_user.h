/*
 * kubeconfig_user.h - who we are, from a kubeconfig's user and the flags (kubectl.md B3, B4).
 */
#ifndef KUBE_KUBECONFIG_USER_H
#define KUBE_KUBECONFIG_USER_H

#include "kube/kubeconfig_merge.h"
#include "kube/target.h"

/*
 * Fills config's fields of the user and of impersonation. `user` is NULL when one was asked
 * for by name and there is none: then nothing counts, not even the flags. ERR_CONFIG.
 */
int kubeconfig_read_user(struct arena *a, const struct kubeconfig_entry *user,
                         const struct kubeconfig_entry *cluster, const struct kube_flags *flags,
                         struct kube_config *config, struct error *err);

#endif
