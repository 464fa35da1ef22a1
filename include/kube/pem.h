/*
 * pem.h - whether a text holds the certificates or the key it should, in Go's words if not.
 *
 * Only the outer form is looked at (which blocks, whether they are whole); what is in them
 * is the TLS library's. The texts themselves are never part of an error.
 */
#ifndef KUBE_PEM_H
#define KUBE_PEM_H

#include "kube/error.h"

/* All three: ERR_CONFIG. */
int pem_check_authorities(const char *pem, struct error *err);
int pem_check_certificate(const char *pem, struct error *err);
int pem_check_key(const char *pem, struct error *err);

#endif
