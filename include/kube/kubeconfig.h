/*
 * kubeconfig.h - which cluster, as whom, in which namespace: client-go's rules.
 *
 * Reads --kubeconfig, or the $KUBECONFIG list, or ~/.kube/config, merges them, takes
 * the context and lays the flags over it; falls back to the service account of the pod
 * we run in. Rules and error texts: kubectl.md B1 to B6.
 *
 * All strings are owned by the arena. Nothing is read but the files of the
 * configuration; certificates are loaded by credentials.h.
 */
#ifndef KUBE_KUBECONFIG_H
#define KUBE_KUBECONFIG_H

#include "kube/arena.h"
#include "kube/json.h"
#include "kube/strings.h"

/* kubectl's global flags, as given; NULL or empty: not given. Plugins fill it from kube_options. */
struct kube_flags {
	const char *kubeconfig, *context, *cluster, *user, *namespace;
	const char *server, *tls_server_name, *certificate_authority;
	const char *client_certificate, *client_key, *token;
	const char *username, *password;   /* kubectl's deprecated ones */
	const char *as, *as_uid;
	struct strings as_group, as_user_extra; /* "key=value" */
	bool insecure_skip_tls_verify;
	bool disable_compression;
	const char *request_timeout;       /* "0", "30", "1m30s" */
	bool all_namespaces;
};

struct kube_exec {
	const char *api_version, *command, *install_hint, *interactive_mode;
	size_t n_args, n_env;
	const char **args, **env;          /* env: "NAME=value" */
	bool provide_cluster_info;
	const char *cluster_config_json;   /* extension client.authentication.k8s.io/exec; NULL */
};

struct kube_config {
	const char *context_name, *cluster_name, *user_name; /* "" when there is none */
	const char *namespace;             /* never empty: "default" at the end */
	bool namespace_given;              /* by -n */
	bool in_cluster;
	/* cluster */
	const char *server, *tls_server_name, *proxy_url;
	const char *ca_file, *ca_data;     /* data: base64 as in the file */
	bool insecure, disable_compression;
	/* user */
	const char *cert_file, *cert_data, *key_file, *key_data;
	const char *token, *token_file, *login, *password;
	const char *as, *as_uid;
	size_t n_as_groups, n_as_extra;
	const char **as_groups, **as_extra; /* extra: "key=value" */
	const char *auth_provider;         /* its name; NULL */
	struct kube_exec *exec;            /* NULL: none */
	int64_t timeout_ms;
	size_t n_files;
	const char **files;                /* that were read, for messages */
};

int kubeconfig_load(struct arena *a, const struct kube_flags *flags, struct kube_config *config,
                    struct error *err);
/* Names of all contexts of the merged files, sorted (completion). */
int kubeconfig_contexts(const struct kube_flags *flags, struct strings *names, struct error *err);

#endif
