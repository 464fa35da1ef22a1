/* The baseline rules: what lets a pod out into its node. The table at the end is the overview. */
#include "kube/pss_form.h"

#include "kube/strings.h"

#include <string.h>

static void privileged(struct judgement *j)
{
	if (json_bool(pss_context(j, "privileged"), false))
		pss_violate(j, j->container, "securityContext.privileged",
			    "runs privileged: it can do on the node what root can");
}

static void host_namespaces(struct judgement *j)
{
	static const char *const names[][2] = {
		{ "hostNetwork", "network" }, { "hostPID", "processes" }, { "hostIPC", "memory" },
	};

	for (size_t i = 0; i < PSS_COUNT(names); i++)
		if (json_bool(json_get(j->spec, names[i][0]), false))
			pss_violate(j, j->spec, names[i][0],
				    "%s is true: the pod shares the node's %s", names[i][0],
				    names[i][1]);
}

static void host_path(struct judgement *j)
{
	json_each(volume, pss_list(json_get(j->spec, "volumes"))) {
		AUTO(buf_free) struct buf path = { 0 };
		struct json source = json_get(volume, "hostPath");

		if (!json_exists(source))
			continue;
		pss_add_value(&path, json_text(json_get(source, "path"), ""));
		pss_violate(j, volume, "hostPath", "a volume is %s of the node", buf_text(&path));
	}
}

static void host_ports(struct judgement *j)
{
	json_each(port, pss_list(json_get(j->container, "ports"))) {
		int64_t number = json_int(json_get(port, "hostPort"), 0);

		if (number)
			pss_violate(j, port, "hostPort", "takes port %lld of the node",
				    (long long)number);
	}
}

static void host_probes(struct judgement *j)
{
	static const char *const paths[] = {
		"livenessProbe.httpGet.host",       "livenessProbe.tcpSocket.host",
		"readinessProbe.httpGet.host",      "readinessProbe.tcpSocket.host",
		"startupProbe.httpGet.host",        "startupProbe.tcpSocket.host",
		"lifecycle.postStart.httpGet.host", "lifecycle.postStart.tcpSocket.host",
		"lifecycle.preStop.httpGet.host",   "lifecycle.preStop.tcpSocket.host",
	};

	for (size_t i = 0; i < PSS_COUNT(paths); i++) {
		struct json host = json_get(j->container, paths[i]);

		if (*json_text(host, ""))
			pss_violate_value(j, j->container, paths[i], host,
					  "the node connects there, not to the pod");
	}
}

static void capabilities_default(struct judgement *j)
{
	static const char *const allowed[] = {
		"AUDIT_WRITE", "CHOWN",            "DAC_OVERRIDE", "FOWNER", "FSETID",
		"KILL",        "MKNOD",            "SETFCAP",      "SETGID", "SETPCAP",
		"SETUID",      "NET_BIND_SERVICE", "SYS_CHROOT",
	};
	AUTO(buf_free) struct buf others = { 0 };

	pss_collect_others(&others, pss_context(j, "capabilities.add"), allowed,
	                   PSS_COUNT(allowed));
	if (others.len)
		pss_violate(j, j->container, "securityContext.capabilities.add",
			    "adds %s to the default capabilities", others.at);
}

static void proc_mount(struct judgement *j)
{
	struct json v = pss_context(j, "procMount");

	if (json_exists(v) && !json_equal(v, "Default"))
		pss_violate_value(j, j->container, "securityContext.procMount", v,
				  "parts of /proc that are hidden by default are not");
}

static void selinux(struct judgement *j)
{
	static const char *const types[] = { "", "container_t", "container_init_t",
		                             "container_kvm_t", "container_engine_t" };
	static const char *const paths[] = { "securityContext.seLinuxOptions.user",
		                             "securityContext.seLinuxOptions.role" };
	size_t n_types = PSS_COUNT(types) - (j->form->since < 31);
	struct json type = pss_context(j, "seLinuxOptions.type");

	if (!pss_among(json_text(type, ""), types, n_types))
		pss_violate_value(j, pss_holder(j), "securityContext.seLinuxOptions.type", type,
				  "not one of the types made for containers");
	for (size_t i = 0; i < PSS_COUNT(paths); i++) {
		struct json v = json_get(pss_holder(j), paths[i]);

		if (*json_text(v, ""))
			pss_violate_value(j, pss_holder(j), paths[i], v, "it may not be set");
	}
}

static void apparmor_annotations(struct judgement *j)
{
	json_each(annotation, pss_annotations(j)) {
		const char *value = json_text(annotation, "");

		if (!text_starts(json_name(annotation),
		                 "container.apparmor.security.beta.kubernetes.io/"))
			continue;
		if (*value && strcmp(value, "runtime/default") && !text_starts(value, "localhost/"))
			pss_violate_value(j, annotation, NULL, annotation,
					  "AppArmor does not confine the container");
	}
}

static void apparmor(struct judgement *j)
{
	struct json profile = pss_context(j, "appArmorProfile");

	if (json_exists(profile) && !pss_is_confining(profile))
		pss_violate_value(j, pss_holder(j), "securityContext.appArmorProfile.type",
				  json_get(profile, "type"), "AppArmor does not confine it");
	if (!j->container.doc)
		apparmor_annotations(j);
}

static bool is_seccomp_annotation(const struct judgement *j, const char *name)
{
	static const char prefix[] = "container.seccomp.security.alpha.kubernetes.io/";

	if (!j->container.doc)
		return !strcmp(name, "seccomp.security.alpha.kubernetes.io/pod");
	return text_starts(name, prefix) &&
	       !strcmp(name + sizeof prefix - 1, json_text(json_get(j->container, "name"), ""));
}

static void seccomp_annotation(struct judgement *j)
{
	json_each(annotation, pss_annotations(j)) {
		const char *value = json_text(annotation, "");

		if (!is_seccomp_annotation(j, json_name(annotation)))
			continue;
		if (strcmp(value, "runtime/default") && strcmp(value, "docker/default") &&
		    !text_starts(value, "localhost/"))
			pss_violate_value(j, annotation, NULL, annotation,
					  "seccomp does not confine it");
	}
}

static void seccomp(struct judgement *j)
{
	struct json profile = pss_context(j, "seccompProfile");

	if (json_exists(profile) && !pss_is_confining(profile))
		pss_violate_value(j, pss_holder(j), "securityContext.seccompProfile.type",
				  json_get(profile, "type"), "any system call is let through");
}

static bool sysctl_is_safe(const char *name, int minor)
{
	static const struct {
		int since;
		const char *name;
	} safe[] = {
		{ 0, "kernel.shm_rmid_forced" },
		{ 0, "net.ipv4.ip_local_port_range" },
		{ 0, "net.ipv4.ip_unprivileged_port_start" },
		{ 0, "net.ipv4.ping_group_range" },
		{ 0, "net.ipv4.tcp_syncookies" },
		{ 27, "net.ipv4.ip_local_reserved_ports" },
		{ 29, "net.ipv4.tcp_fin_timeout" },
		{ 29, "net.ipv4.tcp_keepalive_intvl" },
		{ 29, "net.ipv4.tcp_keepalive_probes" },
		{ 29, "net.ipv4.tcp_keepalive_time" },
		{ 32, "net.ipv4.tcp_rmem" },
		{ 32, "net.ipv4.tcp_wmem" },
		{ 37, "net.ipv4.tcp_notsent_lowat" },
		{ 37, "net.ipv4.tcp_slow_start_after_idle" },
	};

	for (size_t i = 0; i < PSS_COUNT(safe); i++)
		if (safe[i].since <= minor && !strcmp(name, safe[i].name))
			return true;
	return false;
}

static void sysctls(struct judgement *j)
{
	json_each(sysctl, pss_list(pss_context(j, "sysctls"))) {
		AUTO(buf_free) struct buf name = { 0 };

		if (sysctl_is_safe(json_text(json_get(sysctl, "name"), ""), j->form->since))
			continue;
		pss_add_value(&name, json_text(json_get(sysctl, "name"), ""));
		pss_violate(j, sysctl, "name", "sets sysctl %s, which is not one of the safe ones",
			    buf_text(&name));
	}
}

static void host_process(struct judgement *j)
{
	if (json_bool(pss_context(j, "windowsOptions.hostProcess"), false))
		pss_violate(j, pss_holder(j), "securityContext.windowsOptions.hostProcess",
			    "runs as a process of the Windows node");
}

/*
 * At restricted a stricter rule takes the place of some: pss-restr-volumes of the hostPath
 * rule, pss-restr-capabilities and pss-restr-seccomp of theirs once they were introduced.
 */
const struct pss_form pss_baseline_forms[] = {
	{ PSS_BASE_PRIVILEGED, PSS_BOTH, 0, PSS_NOW, PSS_CONTAINERS, privileged },
	{ PSS_BASE_HOST_NAMESPACES, PSS_BOTH, 0, PSS_NOW, PSS_POD, host_namespaces },
	{ PSS_BASE_HOSTPATH, PSS_AT_BASELINE, 0, PSS_NOW, PSS_POD, host_path },
	{ PSS_BASE_HOSTPORTS, PSS_BOTH, 0, PSS_NOW, PSS_CONTAINERS, host_ports },
	{ PSS_BASE_HOST_PROBES, PSS_BOTH, 34, PSS_NOW, PSS_CONTAINERS, host_probes },
	{ PSS_BASE_CAPABILITIES, PSS_AT_BASELINE, 0, PSS_NOW, PSS_CONTAINERS,
	  capabilities_default },
	{ PSS_BASE_CAPABILITIES, PSS_AT_RESTRICTED, 0, 22, PSS_CONTAINERS, capabilities_default },
	{ PSS_BASE_PROCMOUNT, PSS_AT_BASELINE, 0, 35, PSS_CONTAINERS, proc_mount },
	{ PSS_BASE_PROCMOUNT, PSS_AT_BASELINE, 35, PSS_NOW, PSS_CONTAINERS, proc_mount,
	  pss_in_user_namespace },
	{ PSS_BASE_PROCMOUNT, PSS_AT_RESTRICTED, 0, PSS_NOW, PSS_CONTAINERS, proc_mount },
	{ PSS_BASE_SELINUX, PSS_BOTH, 0, 31, PSS_ALL, selinux },
	{ PSS_BASE_SELINUX, PSS_BOTH, 31, PSS_NOW, PSS_ALL, selinux },
	{ PSS_BASE_APPARMOR, PSS_BOTH, 0, PSS_NOW, PSS_ALL, apparmor },
	{ PSS_BASE_SECCOMP_ANNOTATION, PSS_BOTH, 0, 19, PSS_ALL, seccomp_annotation },
	{ PSS_BASE_SECCOMP, PSS_AT_BASELINE, 19, PSS_NOW, PSS_ALL, seccomp },
	{ PSS_BASE_SYSCTLS, PSS_BOTH, 0, 27, PSS_POD, sysctls },
	{ PSS_BASE_SYSCTLS, PSS_BOTH, 27, 29, PSS_POD, sysctls },
	{ PSS_BASE_SYSCTLS, PSS_BOTH, 29, 32, PSS_POD, sysctls },
	{ PSS_BASE_SYSCTLS, PSS_BOTH, 32, 37, PSS_POD, sysctls },
	{ PSS_BASE_SYSCTLS, PSS_BOTH, 37, PSS_NOW, PSS_POD, sysctls },
	{ PSS_BASE_WINDOWS_HOSTPROCESS, PSS_BOTH, 0, PSS_NOW, PSS_ALL, host_process },
};
const size_t pss_n_baseline_forms = PSS_COUNT(pss_baseline_forms);
