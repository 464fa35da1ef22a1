/* kuberc: which plugins the user lets kubectl run. */
#include "target_cases.h"

static void policy(const char *kuberc, const char *expected, const char *what)
{
	put("kuberc", kuberc);
	fails(plugin("echo '{" V1 ",\"status\":{\"token\":\"t\"}}'"), expected, what);
}

#define PREFERENCE "apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\n"
#define ALLOW PREFERENCE "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: "

#define PREF "error occurred while applying preferences "

static struct kube_config *with_kuberc(struct kube_config *t, const char *file)
{
	t->kuberc = file;
	return t;
}

static void test_allowlist(void)
{
	policy(ALLOW "[{command: other}, {name: plugin}]\n",
	       arena_printf(&arena, GET "plugin path \"%s\" is not permitted by the credential plugin "
	                    "allowlist", command), "a name not found in PATH");
	setenv("PATH", arena_printf(&arena, "%s:%s", directory, getenv("PATH")), 1);
	policy(ALLOW "[{command: other}, {name: plugin}]\n", "no error", "one that is");
	policy(arena_printf(&arena, ALLOW "[{command: %s}]\n", command), "no error", "a path");
	policy(ALLOW "[{command: /bin/plugin}]\n",
	       arena_printf(&arena, GET "plugin path \"%s\" is not permitted by the credential plugin "
	                    "allowlist", command), "another path");
	policy(ALLOW "[{command: a/../plugin}]\n",
	       PREF "non-normalized file path: \"a/../plugin\" vs \"plugin\"", "a strange path");
	policy(ALLOW "[]\n", PREF "credential plugin policy set to \"Allowlist\", but allowlist is "
	       "empty; use \"DenyAll\" policy instead", "an empty list");
	policy(PREFERENCE "credentialPluginPolicy: Allowlist\n", PREF "credential plugin policy set to "
	       "\"Allowlist\", but allowlist is unspecified", "no list");
	policy(ALLOW "[{}]\n", PREF "misconfigured credential plugin allowlist: empty allowlist entry "
	       "#1", "an empty entry");
	policy(ALLOW "[{name: a, command: b}]\n",
	       PREF "kuberc error kuberc: both `Name` and `Command` were supplied with different "
	       "values. `Name` is deprecated, use `Command` instead", "two names");
	policy(PREFERENCE "credentialPluginAllowlist: []\n",
	       PREF "misconfigured credential plugin allowlist: plugin policy is \"\" but allowlist is "
	       "non-nil", "a list for nothing");
}

static void test_policy(void)
{
	const char *denied = arena_printf(
	        &arena, GET "plugin \"%s\" not allowed: policy set to \"DenyAll\"", command);

	setenv("KUBERC", "kuberc", 1);
	policy("", "no error", "no preferences");
	policy("kind: Other", PREF "kuberc error kuberc: no valid preferences found in kuberc",
	       "what is asked for must be preferences");
	policy(PREFERENCE, "no error", "none about plugins");
	policy(PREFERENCE "credentialPluginPolicy: AllowAll\n", "no error", "all");
	policy("kind: Other\n---\n" PREFERENCE "credentialPluginPolicy: DenyAll\n", denied, "none");
	test_allowlist();
	policy(PREFERENCE "credentialPluginPolicy: Some\n", PREF "unknown plugin policy: \"Some\"",
	       "no such policy");
	policy(PREFERENCE "credentialPluginPolicy: 5\n",
	       PREF "kuberc error kuberc: json: cannot unmarshal number into Go struct field "
	       "Preference.credentialPluginPolicy of type v1beta1.CredentialPluginPolicy", "a number");
	policy("a: [", PREF "kuberc error kuberc: yaml: line 2: did not find expected node content",
	       "what cannot be read may forbid");
	setenv("KUBECTL_KUBERC", "false", 1);
	policy(PREFERENCE "credentialPluginPolicy: DenyAll\n", "no error", "switched off");
	unsetenv("KUBECTL_KUBERC");
	setenv("KUBERC", "off", 1);
	policy(PREFERENCE "credentialPluginPolicy: DenyAll\n", "no error", "in both ways");
	fails(with_kuberc(plugin(""), "x"), PREF "kuberc error disabling kuberc via KUBERC=off and "
	      "passing kuberc flag are mutually exclusive", "but not with --kuberc");
	unsetenv("KUBERC");
	setenv("HOME", directory, 1);
	policy("", "no error", "the file in HOME may be missing");
	mkdir(".kube", 0755);
	put(".kube/kuberc", PREFERENCE "credentialPluginPolicy: DenyAll\n");
	policy("", denied, "but counts");
}

int main(void)
{
	static const char *const files[] = { "plugin", "kuberc", ".kube/kuberc", ".kube", NULL };

	enter_directory();
	test_policy();
	leave_directory(files);
	return tap_end();
}
