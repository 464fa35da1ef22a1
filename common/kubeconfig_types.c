/* One table a struct of k8s.io/client-go/tools/clientcmd/api/v1, innermost first. */
#include "kube/kubeconfig_types.h"

static const struct shape_field named_extension_fields[] = {
	{ "extension", &shape_any },
	{ "name", &shape_text },
	{ NULL },
};
static const struct shape named_extension = { SHAPE_STRUCT, "v1.NamedExtension",
	                                      .fields = named_extension_fields };
static const struct shape extensions = { SHAPE_LIST, "[]v1.NamedExtension",
	                                 .of = &named_extension };

static const struct shape_field cluster_fields[] = {
	{ "certificate-authority", &shape_text },
	{ "certificate-authority-data", &shape_bytes },
	{ "disable-compression", &shape_bool },
	{ "extensions", &extensions },
	{ "insecure-skip-tls-verify", &shape_bool },
	{ "proxy-url", &shape_text },
	{ "server", &shape_text },
	{ "tls-server-name", &shape_text },
	{ NULL },
};
static const struct shape cluster = { SHAPE_STRUCT, "v1.Cluster", .fields = cluster_fields };

static const struct shape_field variable_fields[] = {
	{ "name", &shape_text },
	{ "value", &shape_text },
	{ NULL },
};
static const struct shape variable = { SHAPE_STRUCT, "v1.ExecEnvVar", .fields = variable_fields };
static const struct shape variables = { SHAPE_LIST, "[]v1.ExecEnvVar", .of = &variable };
static const struct shape interactive_mode = { SHAPE_TEXT, "v1.ExecInteractiveMode" };

static const struct shape_field exec_fields[] = {
	{ "apiVersion", &shape_text },
	{ "args", &shape_texts },
	{ "command", &shape_text },
	{ "env", &variables },
	{ "installHint", &shape_text },
	{ "interactiveMode", &interactive_mode },
	{ "provideClusterInfo", &shape_bool },
	{ NULL },
};
static const struct shape exec = { SHAPE_STRUCT, "v1.ExecConfig", .fields = exec_fields };

static const struct shape map_of_text = { SHAPE_MAP, "map[string]string", .of = &shape_text };
static const struct shape map_of_texts = { SHAPE_MAP, "map[string][]string", .of = &shape_texts };

static const struct shape_field provider_fields[] = {
	{ "config", &map_of_text },
	{ "name", &shape_text },
	{ NULL },
};
static const struct shape provider = { SHAPE_STRUCT, "v1.AuthProviderConfig",
	                               .fields = provider_fields };

static const struct shape_field user_fields[] = {
	{ "as", &shape_text },
	{ "as-groups", &shape_texts },
	{ "as-uid", &shape_text },
	{ "as-user-extra", &map_of_texts },
	{ "auth-provider", &provider },
	{ "client-certificate", &shape_text },
	{ "client-certificate-data", &shape_bytes },
	{ "client-key", &shape_text },
	{ "client-key-data", &shape_bytes },
	{ "exec", &exec },
	{ "extensions", &extensions },
	{ "password", &shape_text },
	{ "token", &shape_text },
	{ "tokenFile", &shape_text },
	{ "username", &shape_text },
	{ NULL },
};
static const struct shape user = { SHAPE_STRUCT, "v1.AuthInfo", .fields = user_fields };

static const struct shape_field context_fields[] = {
	{ "cluster", &shape_text },
	{ "extensions", &extensions },
	{ "namespace", &shape_text },
	{ "user", &shape_text },
	{ NULL },
};
static const struct shape context = { SHAPE_STRUCT, "v1.Context", .fields = context_fields };

static const struct shape_field named_cluster_fields[] = {
	{ "cluster", &cluster },
	{ "name", &shape_text },
	{ NULL },
};
static const struct shape named_cluster = { SHAPE_STRUCT, "v1.NamedCluster",
	                                    .fields = named_cluster_fields };
static const struct shape clusters = { SHAPE_LIST, "[]v1.NamedCluster", .of = &named_cluster };

static const struct shape_field named_user_fields[] = {
	{ "name", &shape_text },
	{ "user", &user },
	{ NULL },
};
static const struct shape named_user = { SHAPE_STRUCT, "v1.NamedAuthInfo",
	                                 .fields = named_user_fields };
static const struct shape users = { SHAPE_LIST, "[]v1.NamedAuthInfo", .of = &named_user };

static const struct shape_field named_context_fields[] = {
	{ "context", &context },
	{ "name", &shape_text },
	{ NULL },
};
static const struct shape named_context = { SHAPE_STRUCT, "v1.NamedContext",
	                                    .fields = named_context_fields };
static const struct shape contexts = { SHAPE_LIST, "[]v1.NamedContext", .of = &named_context };

static const struct shape_field preferences_fields[] = {
	{ "colors", &shape_bool },
	{ "extensions", &extensions },
	{ NULL },
};
static const struct shape preferences = { SHAPE_STRUCT, "v1.Preferences",
	                                  .fields = preferences_fields };

static const struct shape_field config_fields[] = {
	{ "apiVersion", &shape_text },
	{ "clusters", &clusters },
	{ "contexts", &contexts },
	{ "current-context", &shape_text },
	{ "extensions", &extensions },
	{ "kind", &shape_text },
	{ "preferences", &preferences },
	{ "users", &users },
	{ NULL },
};
const struct shape kubeconfig_shape = { SHAPE_STRUCT, "v1.Config", .fields = config_fields };
