/*
 * credentials.h - from a kubeconfig entry to a connection: certificates, tokens,
 * exec plugins, impersonation headers (kubectl.md B3, B4, B8, D5).
 *
 * Key material stays in memory. Exec plugins are started without a shell, once a run and once
 * more after a 401.
 */
#ifndef KUBE_CREDENTIALS_H
#define KUBE_CREDENTIALS_H

#include "kube/connection.h"
#include "kube/kubeconfig.h"

/*
 * Fills *c; everything in it is owned by the arena and borrowed from config, which stays
 * where it is as long as the connection: c->renew() comes back to it.
 * stdin_taken: manifests come from stdin, so a plugin may not ask there.
 * ERR_CONFIG, or ERR_NETWORK when a plugin fails.
 */
int credentials_load(struct arena *a, const struct kube_config *config, bool stdin_taken,
                     struct connection *c, struct error *err);

#endif
