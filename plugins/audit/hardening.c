/*
 * Hardening of pods beyond the Pod Security Standards: what a process in a container can
 * do, and where the pod may run. What it sees of its node's files is in host_paths.c.
 */
#include "themes.h"

#include "kube/strings.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static bool is_windows(const struct visit *v)
{
	return json_equal(json_get(v->spec, "os.name"), "windows");
}

static bool in_user_namespace(const struct visit *v)
{
	return !json_bool(json_get(v->spec, "hostUsers"), true);
}

static bool is_daemon(const struct visit *v)
{
	return v->object->kind->id == KIND_DAEMONSET || !strcmp(v->subject->kind_name, "DaemonSet");
}

/* ---- users, groups, files ---- */

static void ro_rootfs(struct visit *v)
{
	struct json field = json_get(v->container, "securityContext.readOnlyRootFilesystem");

	if (v->role != ROLE_EPHEMERAL && !is_windows(v) && !json_bool(field, false))
		found(v, v->container, "securityContext.readOnlyRootFilesystem",
		      "the root file system is writable");
}

/*
 * Calls see() for a field of the container's securityContext; where the container does
 * not set it, for the pod's, as a finding of the pod.
 */
static void in_force(struct visit *v, const char *path, void (*see)(struct visit *, struct json,
                                                                    const char *, struct json))
{
	struct json own = json_get(v->container, path);
	struct visit pod = *v;

	if (json_exists(own)) {
		see(v, v->container, path, own);
		return;
	}
	pod.container = (struct json){ 0 };
	pod.container_name = NULL;
	see(&pod, v->spec, path, json_get(v->spec, path));
}

static void see_low_id(struct visit *v, struct json base, const char *path, struct json value)
{
	int64_t id = json_int(value, 0), least = parameter_int(v->run, v->check, "least");

	if (id > 0 && id < least)
		found(v, base, path, "%s is %lld, below %lld: a user of the node may have it too",
		      strrchr(path, '.') + 1, (long long)id, (long long)least);
}

static void low_uid(struct visit *v)
{
	in_force(v, "securityContext.runAsUser", see_low_id);
	in_force(v, "securityContext.runAsGroup", see_low_id);
}

static void see_root_group(struct visit *v, struct json base, const char *path, struct json value)
{
	if (json_int(value, 1) == 0)
		found(v, base, path, "%s is 0: files of the group root are open to it",
		      strrchr(path, '.') + 1);
}

static void see_root_groups(struct visit *v, struct json base, const char *path, struct json value)
{
	json_each(group, value)
		if (json_int(group, 1) == 0)
			found(v, base, path, "supplementalGroups has 0: files of the group root "
			      "are open to it");
}

static void root_group(struct visit *v)
{
	if (in_user_namespace(v))
		return;
	in_force(v, "securityContext.runAsGroup", see_root_group);
	in_force(v, "securityContext.fsGroup", see_root_group);
	in_force(v, "securityContext.supplementalGroups", see_root_groups);
}

static void context_missing(struct visit *v)
{
	if (!json_count(json_get(v->container, "securityContext")) &&
	    !json_count(json_get(v->spec, "securityContext")))
		found(v, v->container, "securityContext", "no securityContext is set");
}

/* ---- capabilities ---- */

struct capability {
	const char *name;
	int severity;
	bool of_network;  /* as bad as that only where the network is the node's */
	const char *what;
};

static const struct capability dangerous[] = {
	{ "ALL", ERROR, false, "all that root may do" },
	{ "SYS_ADMIN", ERROR, false, "as good as root on the node" },
	{ "SYS_MODULE", ERROR, false, "loads kernel modules" },
	{ "SYS_RAWIO", ERROR, false, "reads and writes memory and devices directly" },
	{ "SYS_PTRACE", ERROR, false, "reads and changes other processes" },
	{ "DAC_READ_SEARCH", ERROR, false, "reads any file of the node" },
	{ "BPF", ERROR, false, "loads programs into the kernel" },
	{ "MAC_ADMIN", ERROR, false, "changes AppArmor and SELinux rules" },
	{ "MAC_OVERRIDE", ERROR, false, "ignores AppArmor and SELinux rules" },
	{ "SYS_BOOT", WARNING, false, "restarts the node" },
	{ "SYS_TIME", WARNING, false, "sets the node's clock" },
	{ "SYSLOG", WARNING, false, "reads the kernel's log" },
	{ "PERFMON", WARNING, false, "watches the kernel and all processes" },
	{ "NET_ADMIN", ERROR, true, "changes interfaces, routes and packet filters" },
	{ "NET_RAW", ERROR, true, "forges and reads packets" },
};

/* Runtimes take "cap_net_raw" for "NET_RAW". */
static bool is_capability(struct json v, const char *name)
{
	const char *text = json_text(v, "");
	char upper[32];
	size_t len = strlen(text);

	if (len >= sizeof upper)
		return false;
	for (size_t i = 0; i <= len; i++)
		upper[i] = (char)toupper((unsigned char)text[i]);
	return !strcmp(text_starts(upper, "CAP_") ? upper + 4 : upper, name);
}

static bool has_capability(const struct visit *v, const char *path, const char *name)
{
	json_each(capability, json_get(v->container, path))
		if (is_capability(capability, name))
			return true;
	return false;
}

/* A capability counts less in a network or user namespace of the pod's own. */
static int severity_of(const struct visit *v, const struct capability *c)
{
	bool host_network = json_bool(json_get(v->spec, "hostNetwork"), false);
	bool own_namespace = in_user_namespace(v) || (c->of_network && !host_network);

	return c->severity - (own_namespace && c->severity == ERROR);
}

static void dangerous_caps(struct visit *v)
{
	AUTO(buf_free) struct buf text = { 0 };
	int severity = OFF;
	struct finding *f;

	if (json_bool(json_get(v->container, "securityContext.privileged"), false))
		return; /* it has them all */
	for (size_t i = 0; i < sizeof dangerous / sizeof *dangerous; i++) {
		const struct capability *c = &dangerous[i];

		if (!has_capability(v, "securityContext.capabilities.add", c->name))
			continue;
		buf_addf(&text, "%s%s: %s", text.len ? "; " : "adds ", c->name, c->what);
		if (severity_of(v, c) > severity)
			severity = severity_of(v, c);
	}
	if (!text.len)
		return;
	f = found(v, v->container, "securityContext.capabilities.add", "%s", text.at);
	if (severity < f->severity)
		f->severity = severity;
}

static void drop_net_raw(struct visit *v)
{
	if (!is_windows(v) && !has_capability(v, "securityContext.capabilities.drop", "ALL") &&
	    !has_capability(v, "securityContext.capabilities.drop", "NET_RAW"))
		found(v, v->container, "securityContext.capabilities.drop",
		      "keeps NET_RAW: it can forge packets");
}

/* ---- what runs in it ---- */

static void ssh_port(struct visit *v)
{
	json_each(port, json_get(v->container, "ports"))
		if (json_int(json_get(port, "containerPort"), 0) == 22)
			found(v, port, "containerPort", "listens on port 22: a second way in");
}

static void privileged_port(struct visit *v)
{
	json_each(port, json_get(v->container, "ports")) {
		int64_t number = json_int(json_get(port, "containerPort"), 0);

		if (number > 0 && number < 1024)
			found(v, port, "containerPort", "listens on port %lld, below 1024",
			      (long long)number);
	}
}

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-' || c == '.';
}

/* "sudo", "/usr/bin/sudo -n x", "a && sudo b", but not "pseudo" or "/etc/sudoers". */
static bool calls_sudo(const char *text)
{
	for (const char *at = strstr(text, "sudo"); at; at = strstr(at + 1, "sudo"))
		if ((at == text || !is_word_char(at[-1])) && !is_word_char(at[4]) && at[4] != '/')
			return true;
	return false;
}

static void sudo(struct visit *v)
{
	static const char *const fields[] = { "command", "args" };

	for (int i = 0; i < 2; i++)
		json_each(word, json_get(v->container, fields[i]))
			if (calls_sudo(json_text(word, "")))
				found(v, word, NULL, "calls sudo: it expects to become root");
}

static void ephemeral_left(struct visit *v)
{
	struct json statuses = json_get(v->object->json, "status.ephemeralContainerStatuses");

	if (v->role != ROLE_EPHEMERAL || !visit_is_live_pod(v))
		return;
	json_each(status, statuses)
		if (json_equal(json_get(status, "name"), v->container_name) &&
		    json_exists(json_get(status, "state.terminated")))
			return;
	found(v, v->container, NULL, "a debug container (image %.120s) still runs in the pod",
	      json_text(json_get(v->container, "image"), "unknown"));
}

/* ---- namespaces of the kernel, names ---- */

static void host_aliases(struct visit *v)
{
	struct json aliases = json_get(v->spec, "hostAliases");

	if (json_count(aliases))
		found(v, v->spec, "hostAliases", "%zu entries of /etc/hosts go past DNS",
		      json_count(aliases));
}

static void share_process_ns(struct visit *v)
{
	size_t n = json_count(json_get(v->spec, "containers")) +
	           json_count(json_get(v->spec, "initContainers"));

	if (n > 1 && json_bool(json_get(v->spec, "shareProcessNamespace"), false))
		found(v, v->spec, "shareProcessNamespace",
		      "the containers see each other's processes, environment and files");
}

/* On by default since 1.33; node and container runtime have to support it. */
static void host_users(struct visit *v)
{
	static const char *const shared[] = { "hostNetwork", "hostPID", "hostIPC" };

	if (in_user_namespace(v) || is_windows(v) ||
	    (v->run->version.major && !version_at_least(v->run->version, 1, 33)))
		return;
	for (int i = 0; i < 3; i++)
		if (json_bool(json_get(v->spec, shared[i]), false))
			return; /* they exclude each other */
	found(v, v->spec, "hostUsers", "root in the container is root of the node outside");
}

static void runtime_class(struct visit *v)
{
	if (!*json_text(json_get(v->spec, "runtimeClassName"), ""))
		found(v, v->spec, "runtimeClassName", "no runtimeClassName: no sandbox of its own");
}

/* ---- where it may run ---- */

static void control_plane_toleration(struct visit *v)
{
	if (is_daemon(v))
		return;
	json_each(toleration, json_get(v->spec, "tolerations")) {
		struct json key = json_get(toleration, "key");

		if (json_equal(key, "node-role.kubernetes.io/control-plane") ||
		    json_equal(key, "node-role.kubernetes.io/master"))
			found(v, toleration, "key", "may run on control plane nodes, beside etcd");
	}
}

static void tolerate_all(struct visit *v)
{
	if (is_daemon(v))
		return;
	json_each(toleration, json_get(v->spec, "tolerations")) {
		const char *effect = json_text(json_get(toleration, "effect"), "");

		if (json_equal(json_get(toleration, "operator"), "Exists") &&
		    !*json_text(json_get(toleration, "key"), ""))
			found(v, toleration, "operator", "tolerates every %s%staint", effect,
			      *effect ? " " : "");
	}
}

static const char page[] = {
#include "plugins/audit/hardening.md.inc"
	0 };

static const struct parameter low_uid_parameters[] = {
	{ "least", "10000", "the lowest user and group id that is high enough" },
	{ NULL }
};

static const struct check checks[] = {
	{ "pod-ro-rootfs", ON_CONTAINER, INFO, ro_rootfs,
	  "a container can write to its root file system" },
	{ "pod-low-uid", ON_CONTAINER, OFF, low_uid, "a container runs with a low user id",
	  .parameters = low_uid_parameters },
	{ "pod-root-group", ON_CONTAINER, INFO, root_group,
	  "a container runs in the group root" },
	{ "pod-security-context-missing", ON_CONTAINER, OFF, context_missing,
	  "a container has no securityContext" },
	{ "pod-dangerous-caps", ON_CONTAINER, ERROR, dangerous_caps,
	  "a container adds capabilities that lead out of it" },
	{ "pod-drop-net-raw", ON_CONTAINER, OFF, drop_net_raw, "a container keeps NET_RAW" },
	{ "pod-ssh-port", ON_CONTAINER, INFO, ssh_port, "a container listens for SSH" },
	{ "pod-privileged-port", ON_CONTAINER, OFF, privileged_port,
	  "a container listens on a port below 1024" },
	{ "pod-sudo", ON_CONTAINER, INFO, sudo, "a container calls sudo" },
	{ "pod-ephemeral-left", ON_CONTAINER, INFO, ephemeral_left,
	  "a debug container was left behind", .live_only = true, .from_status = true },
	{ "pod-host-aliases", ON_POD, OFF, host_aliases, "a pod has its own /etc/hosts" },
	{ "pod-share-process-ns", ON_POD, INFO, share_process_ns,
	  "containers of a pod share their processes" },
	{ "pod-hostusers", ON_POD, OFF, host_users, "a pod has no user namespace of its own" },
	{ "pod-runtimeclass", ON_POD, OFF, runtime_class, "a pod runs without a sandbox" },
	{ "pod-control-plane-toleration", ON_POD, INFO, control_plane_toleration,
	  "a pod tolerates control plane nodes" },
	{ "pod-tolerate-all", ON_POD, INFO, tolerate_all, "a pod tolerates every taint" },
	{ NULL }
};

const struct theme hardening_theme = { "hardening", SECURITY_BY_DESIGN, checks, page };
