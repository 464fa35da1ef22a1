/*
 * kubeconfig.h - which cluster, as whom, in which namespace: client-go's rules.
 *
 * Reads --kubeconfig, or the $KUBECONFIG list, or ~/.kube/config, merges them, takes
 * the context and lays the flags over it; falls back to the service account of the pod
 * we run in. Rules and error texts: kubectl.md B1 to B6.
 *
 * Nothing is read but the files of the configuration; of certificates and tokens only
 * whether they can be opened: credentials.h loads them.
 */
#ifndef KUBE_KUBECONFIG_H
#define KUBE_KUBECONFIG_H

#include "kube/arena.h"
#include "kube/target.h"

/*
 * Strings of config are owned by the arena, or borrowed from the flags.
 * In a pod without a kubeconfig --request-timeout, --as and --disable-compression count too;
 * with client-go they make kubectl forget that it is in one.
 */
int kubeconfig_load(struct arena *a, const struct kube_flags *flags, struct kube_config *config,
                    struct error *err);
/* Names of all contexts of the merged files, sorted (completion). */
int kubeconfig_contexts(const struct kube_flags *flags, struct strings *names, struct error *err);

#endif
