/*
 * target.h - what the user asks for by flags, and what that and a kubeconfig come to: a
 * cluster, who we are there, a namespace.
 *
 * Strings are "" rather than NULL when there is none, and owned by whom the struct's maker says.
 */
#ifndef KUBE_TARGET_H
#define KUBE_TARGET_H

#include "kube/strings.h"

#include <stdint.h>

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
	const char *kuberc;                /* kubectl's preferences: which credential plugins may run */
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
	const char *context_name, *cluster_name, *user_name;
	const char *namespace;             /* never empty: "default" at the end */
	bool namespace_given;              /* by -n */
	bool in_cluster;
	/* cluster */
	const char *server;                /* a URL; "" when it is none: server_error says why */
	const char *server_error;
	const char *tls_server_name, *proxy_url;
	const char *ca_file, *ca_data;     /* data: base64 on one line */
	bool insecure, disable_compression;
	/* user; nothing of it, nor of what identifies the server, unless `server` is https */
	const char *cert_file, *cert_data, *key_file, *key_data;
	const char *token, *token_file, *login, *password;
	const char *auth_provider;         /* its name; NULL: none */
	struct kube_exec *exec;            /* NULL: none */
	const char *kuberc;                /* --kuberc */
	/* impersonation */
	const char *as, *as_uid;
	size_t n_as_groups, n_as_extra;
	const char **as_groups, **as_extra; /* extra: "key=value", sorted */
	bool as_extra_given;               /* also when its keys have no values */
	int64_t timeout_ms;                /* of one request, rounded up; 0: none */
	size_t n_files;
	const char **files;                /* that were read, for messages */
};

/* Whether a flag counts: neither NULL nor empty. */
bool kube_flag_given(const char *flag);
const char *kube_flag_or(const char *flag, const char *otherwise);

/* Takes every means to authenticate away; impersonation stays. */
void kube_config_forget_user(struct kube_config *config);

#endif
