/*
 * roots.h - where this system keeps the certificate authorities everybody trusts.
 */
#ifndef KUBE_ROOTS_H
#define KUBE_ROOTS_H

/*
 * A file or directory of certificates, NULL when there is nothing to say: $SSL_CERT_FILE and
 * $SSL_CERT_DIR as in Go; else, when the file the library was built with is not here, the
 * place of another system.
 */
const char *roots_file(const char *built_in);
const char *roots_directory(void);

#endif
