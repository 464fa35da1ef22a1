/*
 * kuberc.h - which credential plugins the user lets kubectl run: credentialPluginPolicy and
 * credentialPluginAllowlist of kubectl's preferences (kubectl.md B9).
 *
 * The file is --kuberc, else $KUBERC ("off": none), else ~/.kube/kuberc if it exists.
 * KUBECTL_KUBERC=false switches it off too. Unlike kubectl, which goes on with a warning,
 * a file that cannot be read is an error: it may forbid what is about to be run.
 */
#ifndef KUBE_KUBERC_H
#define KUBE_KUBERC_H

#include "kube/buf.h"

/*
 * Whether `command` may be run; then *path is what to run if it had to be looked up for that
 * (else empty). ERR_REFUSED when the preferences are wrong, ERR_DENIED when they say no.
 */
int kuberc_permit(const char *file, const char *command, struct buf *path, struct error *err);

#endif
