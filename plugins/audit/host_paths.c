/*
 * What pods see of their node's files. Every hostPath is of one class (class_of), and one
 * check speaks of it: the graver one.
 */
#include "themes.h"

#include "kube/path.h"
#include "kube/strings.h"

#include <string.h>

enum class { PLAIN, SENSITIVE, CREDENTIALS, SOCKET };

static const char *const check_of_class[] = { NULL, "pod-sensitive-hostpath", "pod-cloud-creds",
	                                      "pod-runtime-socket" };

static const char *const sockets[] = {
	"/run/containerd/containerd.sock",
	"/run/docker.sock",
	"/run/crio/crio.sock",
	"/run/cri-dockerd.sock",
	"/run/dockershim.sock",
	"/run/docker/containerd/containerd.sock",
	"/run/k3s/containerd/containerd.sock",
	"/run/k0s/containerd.sock",
	"/run/podman/podman.sock",
	"/var/snap/microk8s/common/run/containerd.sock",
};

static const char *const credentials[] = {
	"/.aws",
	"/.azure",
	"/.kube",
	"/.config/gcloud",
	"/.config/openstack",
	"/.config/yandex-cloud",
	"/etc/gcloud",
	"/etc/openstack",
	"/etc/kubernetes/azure.json",
	"/etc/kubernetes/cloud",
	"/etc/kubernetes/cloud-config",
	"/etc/kubernetes/cloud.conf",
	"/etc/kubernetes/cloud.config",
	"/var/lib/cloud",
	"/var/lib/waagent",
};

static const struct sensitive {
	const char *path;
	bool secret; /* reading it is enough */
	const char *what;
} sensitive[] = {
	{ "/etc", true, "the node's configuration, keys and passwords" },
	{ "/root", true, "the home of the node's root" },
	{ "/home", true, "the homes of the node's users" },
	{ "/var/lib/kubelet", true, "the kubelet's key, the Secrets and tokens of every pod" },
	{ "/var/lib/etcd", true, "the cluster's database" },
	{ "/var/lib/rancher", true, "the cluster's keys" },
	{ "/var/lib/k0s", true, "the cluster's keys" },
	{ "/var/lib/docker", false, "the files of every container" },
	{ "/var/lib/containerd", false, "the files of every container" },
	{ "/var/lib/containers", false, "the files of every container" },
	{ "/proc", false, "the node's processes and kernel settings" },
	{ "/sys", false, "the node's kernel and devices" },
	{ "/dev", false, "the node's devices" },
	{ "/boot", false, "the node's kernel" },
	{ "/usr", false, "the node's programs" },
	{ "/bin", false, "the node's programs" },
	{ "/sbin", false, "the node's programs" },
	{ "/lib", false, "the node's libraries" },
	{ "/lib64", false, "the node's libraries" },
};

/* Harmless for what is below the paths above; writable they are still reported. */
static const char except_default[] =
	"/etc/localtime,/etc/timezone,/etc/machine-id,/etc/os-release,/etc/ssl/certs,"
	"/etc/ca-certificates,/etc/pki/ca-trust,/usr/share/ca-certificates,/usr/share/zoneinfo,"
	"/usr/lib/os-release,/lib/modules,/usr/lib/modules,/var/lib/kubelet/plugins,"
	"/var/lib/kubelet/plugins_registry,/var/lib/kubelet/device-plugins";

/* ---- classes ---- */

/* Whether `path` is `directory` or below it. Both are clean. */
static bool is_within(const char *path, const char *directory)
{
	size_t len = strlen(directory);

	return !strncmp(path, directory, len) &&
	       (!path[len] || path[len] == '/' || (len && directory[len - 1] == '/'));
}

/* The path as the node's kernel sees it; NULL when there is none. */
static const char *node_path(struct arena *a, struct json volume)
{
	const char *text = json_str(json_get(volume, "hostPath.path"));
	const char *path;

	if (!text || *text != '/')
		return NULL;
	path = path_clean(a, text);
	return is_within(path, "/var/run") ? path + strlen("/var") : path;
}

static bool is_socket(const char *path)
{
	const char *name = path_name(path);

	for (size_t i = 0; i < sizeof sockets / sizeof *sockets; i++)
		if (!strcmp(name, path_name(sockets[i])) || !strcmp(path, sockets[i]))
			return true;
	return false;
}

/* The root and /var hold much more than a socket: they are SENSITIVE. */
static bool holds_socket(const char *path)
{
	for (size_t i = 0; i < sizeof sockets / sizeof *sockets; i++)
		if (strcmp(path, "/") && strcmp(path, "/var") && is_within(sockets[i], path))
			return true;
	return false;
}

/* A hidden directory may be in anybody's home. */
static bool is_credential(const char *path)
{
	for (size_t i = 0; i < sizeof credentials / sizeof *credentials; i++) {
		const char *c = credentials[i], *at = c[1] == '.' ? strstr(path, c) : path;

		if (at && is_within(at, c))
			return true;
	}
	return false;
}

static const struct sensitive *sensitive_of(const char *path)
{
	static const struct sensitive root = { "/", true, "the whole file system of the node" };

	if (!strcmp(path, "/"))
		return &root;
	for (size_t i = 0; i < sizeof sensitive / sizeof *sensitive; i++)
		if (is_within(path, sensitive[i].path) || is_within(sensitive[i].path, path))
			return &sensitive[i];
	return NULL;
}

static bool is_excepted(const struct run *run, const char *path)
{
	AUTO(strings_free) struct strings excepted = { 0 };
	const struct check *c = check_named(run->themes, check_of_class[SENSITIVE], NULL);

	strings_split(&excepted, c ? parameter(run, c, "except") : except_default, ',');
	for (size_t i = 0; i < excepted.n; i++)
		if (is_within(path, excepted.at[i]))
			return true;
	return false;
}

static enum class class_of(const struct run *run, const char *path)
{
	if (!path)
		return PLAIN;
	if (is_socket(path) || holds_socket(path))
		return SOCKET;
	if (is_credential(path))
		return CREDENTIALS;
	return sensitive_of(path) && !is_excepted(run, path) ? SENSITIVE : PLAIN;
}

/* ---- mounts ---- */

/* Whether anything can write to a volume; one that nobody mounts counts as if. */
static bool is_writable(const struct visit *v, struct json volume)
{
	static const char *const lists[] = { "containers", "initContainers",
		                             "ephemeralContainers" };
	const char *name = json_text(json_get(volume, "name"), "");
	bool mounted = false;

	for (int i = 0; i < 3; i++)
		json_each(container, json_get(v->spec, lists[i]))
			json_each(mount, json_get(container, "volumeMounts")) {
				if (!json_equal(json_get(mount, "name"), name))
					continue;
				if (!json_bool(json_get(mount, "readOnly"), false))
					return true;
				mounted = true;
			}
	return !mounted;
}

static struct json volume_named(const struct visit *v, struct json name)
{
	json_each(volume, json_get(v->spec, "volumes"))
		if (json_equal(json_get(volume, "name"), json_text(name, "")))
			return volume;
	return (struct json){ 0 };
}

static bool is_chosen(const struct run *run, const char *id)
{
	for (size_t i = 0; id && i < run->n_chosen; i++)
		if (!strcmp(run->chosen[i].check->id, id))
			return true;
	return false;
}

/* ---- checks ---- */

static void runtime_socket(struct visit *v)
{
	json_each(volume, json_get(v->spec, "volumes")) {
		const char *path = node_path(v->run->arena, volume);

		if (class_of(v->run, path) == SOCKET)
			found(v, volume, "hostPath.path",
			      "%.120s %s the socket of the container runtime: "
			      "who uses it is root on the node", path,
			      is_socket(path) ? "is" : "holds");
	}
}

static void cloud_credentials(struct visit *v)
{
	json_each(volume, json_get(v->spec, "volumes")) {
		const char *path = node_path(v->run->arena, volume);

		if (class_of(v->run, path) == CREDENTIALS)
			found(v, volume, "hostPath.path",
			      "%.120s holds credentials of the node or the cloud", path);
	}
}

static void sensitive_hostpath(struct visit *v)
{
	json_each(volume, json_get(v->spec, "volumes")) {
		const char *path = node_path(v->run->arena, volume);
		const struct sensitive *s = path ? sensitive_of(path) : NULL;
		struct finding *f;

		if (class_of(v->run, path) != SENSITIVE)
			continue;
		f = found(v, volume, "hostPath.path", "%.120s, %s%s", path, s->what,
		          is_writable(v, volume) ? ", writable" : ", read-only");
		if (!s->secret && !is_writable(v, volume) && f->severity > WARNING)
			f->severity = WARNING;
	}
}

/* A socket is used, not written; and graver checks speak of graver paths. */
static void hostpath_writable(struct visit *v)
{
	json_each(mount, json_get(v->container, "volumeMounts")) {
		struct json volume = volume_named(v, json_get(mount, "name"));
		const char *path = node_path(v->run->arena, volume);

		if (!path || json_bool(json_get(mount, "readOnly"), false) ||
		    json_equal(json_get(volume, "hostPath.type"), "Socket") ||
		    is_chosen(v->run, check_of_class[class_of(v->run, path)]))
			continue;
		found(v, mount, "readOnly", "mounts %.120s of the node writable", path);
	}
}

static void mount_propagation(struct visit *v)
{
	bool privileged = json_bool(json_get(v->container, "securityContext.privileged"), false);

	json_each(mount, json_get(v->container, "volumeMounts"))
		if (json_equal(json_get(mount, "mountPropagation"), "Bidirectional"))
			found(v, mount, "mountPropagation",
			      "what it mounts appears on the node and in other pods%s",
			      privileged ? "" : "; refused, since the container is not privileged");
}

static const char page[] = {
#include "plugins/audit/host_paths.md.inc"
	0 };

static const struct parameter sensitive_parameters[] = {
	{ "except", except_default, "paths that are harmless, with all below them" },
	{ NULL }
};

static const struct check checks[] = {
	{ "pod-runtime-socket", ON_POD, ERROR, runtime_socket,
	  "a pod can reach the container runtime" },
	{ "pod-cloud-creds", ON_POD, ERROR, cloud_credentials,
	  "a pod sees credentials of its node or the cloud" },
	{ "pod-sensitive-hostpath", ON_POD, ERROR, sensitive_hostpath,
	  "a pod sees sensitive files of its node", .parameters = sensitive_parameters },
	{ "pod-hostpath-writable", ON_CONTAINER, WARNING, hostpath_writable,
	  "a container can write to its node's files" },
	{ "pod-mount-propagation", ON_CONTAINER, WARNING, mount_propagation,
	  "a container's mounts appear on the node" },
	{ NULL }
};

const struct theme host_paths_theme = { "host-paths", SECURITY_BY_DESIGN, checks, page };
