/*
 * exec_credential.h - asks a credential plugin who we are (kubectl.md B8).
 *
 * The plugin is started without a shell, with KUBERNETES_EXEC_INFO and its variables in its
 * own environment only; what it prints is read as an ExecCredential, JSON or YAML.
 */
#ifndef KUBE_EXEC_CREDENTIAL_H
#define KUBE_EXEC_CREDENTIAL_H

#include "kube/arena.h"
#include "kube/target.h"

/* "" what it did not give; a token or a certificate with its key, or both. Owned by the arena. */
struct exec_credential {
	const char *token, *cert_pem, *key_pem;
};

/* What is wrong with a plugin before it is run: ERR_CONFIG. */
int exec_credential_check(const struct kube_config *config, struct error *err);

/*
 * Runs config->exec. ca_pem (may be NULL) is for its cluster information; stdin_taken: it may
 * not ask on a terminal. ERR_NETWORK "getting credentials: ..."; ERR_REFUSED for preferences
 * that cannot be used.
 */
int exec_credential_run(struct arena *a, const struct kube_config *config, const char *ca_pem,
                        bool stdin_taken, struct exec_credential *result, struct error *err);

#endif
