/*
 * base64.h - standard base64 with padding, as kubeconfig and Secrets use it.
 */
#ifndef KUBE_BASE64_H
#define KUBE_BASE64_H

#include "kube/buf.h"

/*
 * Adds the decoded bytes to out. Line breaks inside are skipped, as Go does.
 * ERR_DATA "illegal base64 data at input byte N" on anything else.
 */
int base64_decode(const char *text, struct buf *out, struct error *err);
void base64_encode(const void *bytes, size_t len, struct buf *out);

#endif
