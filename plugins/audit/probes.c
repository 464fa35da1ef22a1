/* Probes, and how a pod ends. Jobs end by themselves: most of this is not about them. */
#include "themes.h"

#include "kube/strings.h"

#include <string.h>

static const char *const probe_names[] = { "livenessProbe", "readinessProbe", "startupProbe" };
enum { N_PROBES = 3 };

static struct json probe(const struct visit *v, const char *name)
{
	return json_get(v->container, name);
}

/* Containers that serve: for the pod's life, in pods that do not run to an end. */
static bool serves(const struct visit *v)
{
	return visit_runs_for_life(v) && !visit_runs_to_end(v);
}

static bool any_probe(const struct visit *v)
{
	for (int i = 0; i < N_PROBES; i++)
		if (json_exists(probe(v, probe_names[i])))
			return true;
	return false;
}

/* The Service that sends traffic to the pods of this finding's owner; NULL: none seen. */
static const struct service *service_of(const struct run *run, const struct finding *f)
{
	const struct workload *w = finding_subject(f)->workload;

	for (const struct service *s = run->inventory.services; w && s; s = s->next)
		if (selects(&s->selector, s->subject, w))
			return s;
	return NULL;
}

/* ---- missing probes ---- */

static void liveness_missing(struct visit *v)
{
	if (serves(v) && v->role == ROLE_MAIN && !json_exists(probe(v, "livenessProbe")))
		found(v, v->container, "livenessProbe", "has no liveness probe");
}

static void readiness_missing(struct visit *v)
{
	if (serves(v) && v->role == ROLE_MAIN && !json_exists(probe(v, "readinessProbe")))
		found(v, v->container, "readinessProbe", "has no readiness probe");
}

/* Behind a Service a pod that is not ready yet gets requests; elsewhere it is a note. */
static bool settle_readiness(struct run *run, struct finding *f)
{
	const struct service *s = service_of(run, f);

	if (s) {
		if (f->severity < WARNING)
			f->severity = WARNING;
		finding_add(run, f, "Service %s sends it requests from its first second", s->subject->name);
	}
	return s || strcmp(finding_subject(f)->kind_name, "DaemonSet");
}

static void no_probe(struct visit *v)
{
	if (serves(v) && json_count(json_get(v->container, "ports")) && !any_probe(v))
		found(v, v->container, "readinessProbe", "opens ports but has no probe of any kind");
}

static void startup_missing(struct visit *v)
{
	int64_t delay = json_int(json_get(v->container, "livenessProbe.initialDelaySeconds"), 0);

	if (delay > parameter_int(v->run, v->check, "max-initial-delay") &&
	    !json_exists(probe(v, "startupProbe")))
		found(v, v->container, "livenessProbe.initialDelaySeconds",
		      "liveness waits %lld s at every start; a startup probe would end the wait when it is up",
		      (long long)delay);
}

/* ---- probes that are equal ---- */

static bool same_text(struct json a, struct json b, const char *path)
{
	return text_equal(json_str(json_get(a, path)), json_str(json_get(b, path)));
}

static bool same_command(struct json a, struct json b)
{
	struct json x = json_first(a), y = json_first(b);

	for (; x.doc && y.doc; x = json_next(a, x), y = json_next(b, y))
		if (!text_equal(json_str(x), json_str(y)))
			return false;
	return !x.doc && !y.doc;
}

static bool same_handler(struct json a, struct json b)
{
	static const char *const paths[] = {
		"httpGet.path", "httpGet.port", "httpGet.host", "tcpSocket.port", "tcpSocket.host",
		"grpc.port", "grpc.service",
	};

	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		if (!same_text(a, b, paths[i]))
			return false;
	return same_command(json_get(a, "exec.command"), json_get(b, "exec.command"));
}

static int64_t timing(struct json p, const char *field, int64_t otherwise)
{
	return json_int(json_get(p, field), otherwise);
}

static bool same_timing(struct json a, struct json b)
{
	return timing(a, "initialDelaySeconds", 0) == timing(b, "initialDelaySeconds", 0) &&
	       timing(a, "periodSeconds", 10) == timing(b, "periodSeconds", 10) &&
	       timing(a, "timeoutSeconds", 1) == timing(b, "timeoutSeconds", 1) &&
	       timing(a, "failureThreshold", 3) == timing(b, "failureThreshold", 3);
}

static void identical(struct visit *v)
{
	struct json live = probe(v, "livenessProbe"), ready = probe(v, "readinessProbe");

	if (json_count(live) && json_count(ready) && same_handler(live, ready) && same_timing(live, ready))
		found(v, live, NULL, "liveness and readiness are the same probe: under load it restarts instead of resting");
}

/* ---- ports ---- */

static bool is_number(const char *text)
{
	return *text && strspn(text, "0123456789") == strlen(text);
}

static bool declares(const struct visit *v, const char *port)
{
	const char *field = is_number(port) ? "containerPort" : "name";

	json_each(p, json_get(v->container, "ports"))
		if (json_equal(json_get(p, field), port) && !json_equal(json_get(p, "protocol"), "UDP"))
			return true;
	return false;
}

static void judge_port(struct visit *v, struct json port)
{
	const char *text = json_str(port);
	struct finding *f;

	if (!text || declares(v, text))
		return;
	if (!is_number(text)) {
		found(v, port, NULL, "no TCP port of the container is named \"%s\"", text);
	} else if (json_count(json_get(v->container, "ports"))) {
		f = found(v, port, NULL, "port %s is not among the declared ones", text);
		f->severity = INFO;
	}
}

static void port_undeclared(struct visit *v)
{
	for (int i = 0; i < N_PROBES; i++) {
		struct json p = probe(v, probe_names[i]);

		judge_port(v, json_get(p, "httpGet.port"));
		judge_port(v, json_get(p, "tcpSocket.port"));
		judge_port(v, json_get(p, "grpc.port"));
	}
}

/* ---- timing ---- */

static int64_t window(struct json p)
{
	return timing(p, "periodSeconds", 10) * timing(p, "failureThreshold", 3);
}

static void judge_timeout(struct visit *v, const char *name)
{
	struct json p = probe(v, name);
	int64_t timeout = timing(p, "timeoutSeconds", 1), period = timing(p, "periodSeconds", 10);

	if (!json_count(p))
		return;
	if (timeout > period)
		found(v, p, "timeoutSeconds", "%s: the timeout of %lld s is longer than the period of %lld s",
		      name, (long long)timeout, (long long)period);
	else if (json_exists(json_get(p, "exec")) && timeout <= 1)
		found(v, p, "timeoutSeconds", "%s: a program is started and given 1 s to end", name);
}

static void timing_insane(struct visit *v)
{
	struct json live = probe(v, "livenessProbe"), ready = probe(v, "readinessProbe");

	for (int i = 0; i < N_PROBES; i++)
		judge_timeout(v, probe_names[i]);
	if (json_count(live) && json_count(ready) && window(live) < window(ready))
		found(v, live, NULL, "liveness restarts after %lld s, before readiness gives up after %lld s",
		      (long long)window(live), (long long)window(ready));
}

/* ---- the rest ---- */

static bool is_shell(const char *program)
{
	const char *slash = strrchr(program, '/');
	const char *name = slash ? slash + 1 : program;

	return !strcmp(name, "sh") || !strcmp(name, "bash") || !strcmp(name, "ash") || !strcmp(name, "dash");
}

static void exec_heavy(struct visit *v)
{
	for (int i = 0; i < N_PROBES; i++) {
		struct json command = json_get(probe(v, probe_names[i]), "exec.command");

		if (is_shell(json_text(json_first(command), "")))
			found(v, command, NULL, "%s starts a shell every %lld s", probe_names[i],
			      (long long)timing(probe(v, probe_names[i]), "periodSeconds", 10));
	}
}

static void on_init(struct visit *v)
{
	if (v->role != ROLE_INIT)
		return;
	for (int i = 0; i < N_PROBES; i++)
		if (json_exists(probe(v, probe_names[i])))
			found(v, v->container, probe_names[i],
			      "%s on an init container that is no sidecar: the API server refuses it", probe_names[i]);
}

static bool has_pre_stop(struct json spec)
{
	json_each(container, json_get(spec, "containers"))
		if (json_exists(json_get(container, "lifecycle.preStop")))
			return true;
	return false;
}

static int64_t grace(const struct visit *v)
{
	return json_int(json_get(v->spec, "terminationGracePeriodSeconds"), 30);
}

static void graceful_shutdown(struct visit *v)
{
	if (!visit_runs_to_end(v) && !has_pre_stop(v->spec) &&
	    grace(v) < parameter_int(v->run, v->check, "drain-seconds"))
		found(v, v->spec, "terminationGracePeriodSeconds",
		      "no preStop hook, and %lld s to end: requests under way are cut off", (long long)grace(v));
}

static bool settle_graceful(struct run *run, struct finding *f)
{
	return service_of(run, f) != NULL;
}

static void grace_zero(struct visit *v)
{
	struct finding *f;

	if (grace(v))
		return;
	f = found(v, v->spec, "terminationGracePeriodSeconds", "is killed without any time to end");
	if (!strcmp(v->subject->kind_name, "StatefulSet"))
		f->severity = ERROR;
}

static const struct parameter initial_delay[] = {
	{ "max-initial-delay", "60", "seconds a liveness probe may wait without a startup probe" },
	{ NULL }
};

static const struct parameter drain[] = {
	{ "drain-seconds", "60", "seconds within which load balancers stop sending requests" },
	{ NULL }
};

#define SERVICES KIND_BIT(KIND_SERVICE)

static const struct check checks[] = {
	{ "probe-liveness-missing", ON_CONTAINER, INFO, liveness_missing, "a container has no liveness probe" },
	{ "probe-readiness-missing", ON_CONTAINER, INFO, readiness_missing,
	  "a container has no readiness probe", .needs = SERVICES, .settle = settle_readiness },
	{ "probe-none", ON_CONTAINER, WARNING, no_probe, "a container with ports has no probe" },
	{ "probe-startup-missing", ON_CONTAINER, INFO, startup_missing,
	  "liveness waits long at every start", .parameters = initial_delay },
	{ "probe-identical", ON_CONTAINER, WARNING, identical, "liveness and readiness are the same" },
	{ "probe-port-undeclared", ON_CONTAINER, ERROR, port_undeclared, "a probe asks an undeclared port" },
	{ "probe-timing-insane", ON_CONTAINER, INFO, timing_insane, "the timing of a probe defeats it" },
	{ "probe-exec-heavy", ON_CONTAINER, OFF, exec_heavy, "a probe starts a shell" },
	{ "probe-on-init", ON_CONTAINER, ERROR, on_init, "an init container has a probe" },
	{ "life-graceful-shutdown", ON_POD, INFO, graceful_shutdown,
	  "a pod cuts off requests when it ends", .needs = SERVICES, .settle = settle_graceful,
	  .parameters = drain },
	{ "life-termination-grace-zero", ON_POD, WARNING, grace_zero, "a pod is killed at once" },
	{ NULL }
};

static const char page[] = {
#include "plugins/audit/probes.md.inc"
	0 };

const struct theme probes_theme = { "probes", BEST_PRACTICES, checks, page };
