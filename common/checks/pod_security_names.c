/* The words of Pod Security: ids of rules, levels and versions as labels spell them. */
#include "kube/pod_security.h"

#include <stddef.h>
#include <string.h>

const char *const pss_rule_ids[PSS_RULE_COUNT] = {
	[PSS_BASE_PRIVILEGED] = "pss-base-privileged",
	[PSS_BASE_HOST_NAMESPACES] = "pss-base-host-namespaces",
	[PSS_BASE_HOSTPATH] = "pss-base-hostpath",
	[PSS_BASE_HOSTPORTS] = "pss-base-hostports",
	[PSS_BASE_HOST_PROBES] = "pss-base-host-probes",
	[PSS_BASE_CAPABILITIES] = "pss-base-capabilities",
	[PSS_BASE_PROCMOUNT] = "pss-base-procmount",
	[PSS_BASE_SELINUX] = "pss-base-selinux",
	[PSS_BASE_APPARMOR] = "pss-base-apparmor",
	[PSS_BASE_SECCOMP_ANNOTATION] = "pss-base-seccomp-annotation",
	[PSS_BASE_SECCOMP] = "pss-base-seccomp",
	[PSS_BASE_SYSCTLS] = "pss-base-sysctls",
	[PSS_BASE_WINDOWS_HOSTPROCESS] = "pss-base-windows-hostprocess",
	[PSS_RESTR_VOLUMES] = "pss-restr-volumes",
	[PSS_RESTR_ALLOW_PRIV_ESCALATION] = "pss-restr-allow-priv-escalation",
	[PSS_RESTR_RUN_AS_NON_ROOT] = "pss-restr-run-as-non-root",
	[PSS_RESTR_RUN_AS_USER] = "pss-restr-run-as-user",
	[PSS_RESTR_SECCOMP] = "pss-restr-seccomp",
	[PSS_RESTR_CAPABILITIES] = "pss-restr-capabilities",
};

static const char *const levels[] = { "privileged", "baseline", "restricted" };
#define N_LEVELS (int)(sizeof levels / sizeof *levels)

int pod_security_level(const char *text)
{
	for (int i = 0; text && i < N_LEVELS; i++)
		if (!strcmp(text, levels[i]))
			return i;
	return -1;
}

const char *pod_security_level_name(int level)
{
	return level >= 0 && level < N_LEVELS ? levels[level] : "";
}

/* The API server takes no leading zero, and no number beyond 64 bits. */
static bool is_number(const char *text)
{
	size_t len = strspn(text, "0123456789");
	static const char most[] = "9223372036854775807";

	if (!len || text[len] || (len > 1 && *text == '0'))
		return false;
	return len < sizeof most - 1 || (len == sizeof most - 1 && strcmp(text, most) <= 0);
}

int pod_security_version(const char *text)
{
	int minor = 0;

	if (!text)
		return -1;
	if (!strcmp(text, "latest"))
		return POD_SECURITY_NEWEST;
	if (strncmp(text, "v1.", 3) || !is_number(text + 3))
		return -1;
	for (text += 3; *text && minor <= POD_SECURITY_NEWEST; text++)
		minor = minor * 10 + (*text - '0');
	return minor < POD_SECURITY_NEWEST ? minor : POD_SECURITY_NEWEST;
}
