/*
 * useragent.h - how we name ourselves to the API server (kubectl.md C6).
 */
#ifndef KUBE_USERAGENT_H
#define KUBE_USERAGENT_H

#include "kube/buf.h"

/*
 * "kubectl-mks-audit/v0.3.1 (linux/amd64) kubernetes/abcdef0". A program that is not called
 * kubectl-something (it was renamed) is "kubectl-mks": the server answers some names
 * differently, pretty-printed for those that begin with curl.
 */
void user_agent(const char *program, struct buf *out);

#endif
