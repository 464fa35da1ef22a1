/*
 * The engine: the walk over objects, pods and containers (run_visit), and what checks
 * use to report.
 */
#include "kube/check.h"

#include "kube/inventory_add.h"
#include "kube/policy.h"
#include "kube/strings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct run_state {
	const void *key;
	void *memory;
	struct run_state *next;
};

static void run_checks(struct visit *v, const struct check_list *list, bool only_status)
{
	for (size_t i = 0; i < list->n; i++) {
		v->check = list->at[i];
		if (v->check->kinds && !(v->check->kinds & KIND_BIT(v->object->kind->id)))
			continue;
		if (!only_status || v->check->from_status)
			v->check->run(v);
	}
}

static void visit_containers(struct visit *v, const char *list, enum role role, bool only_status)
{
	json_each(container, json_get(v->spec, list)) {
		bool sidecar = role == ROLE_INIT &&
		               json_equal(json_get(container, "restartPolicy"), "Always");

		v->container = container;
		v->container_name = json_text(json_get(container, "name"), "");
		v->role = sidecar ? ROLE_SIDECAR : role;
		run_checks(v, &v->run->on_container, only_status);
	}
	v->container = (struct json){ 0 };
	v->container_name = NULL;
}

/* What differs from pod to pod of one template and no check looks at. */
static bool differs_in_every_pod(struct json member)
{
	const char *name = json_name(member);
	const char *text;

	if (!strcmp(name, "nodeName"))
		return true;
	if (strcmp(name, "name"))
		return false;
	text = json_str(member);
	return text && text_starts(text, "kube-api-access-");
}

/* Of the annotations only those of the kernel's confinement say something about the spec. */
static bool is_other_annotation(struct json member)
{
	const char *name = json_name(member);

	return !strstr(name, "apparmor") && !strstr(name, "seccomp");
}

static bool is_template_hash(struct json label)
{
	return !strcmp(json_name(label), "pod-template-hash");
}

/* Whether this spec was judged for this owner before; from now on it was. */
static bool judged_before(struct visit *v, const struct subject *owner)
{
	uint64_t parts[] = {
		json_hash(v->spec, differs_in_every_pod),
		json_hash(json_get(v->meta, "labels"), is_template_hash),
		json_hash(json_get(v->meta, "annotations"), is_other_annotation),
		(uint64_t)(uintptr_t)owner,
	};

	return !hashset_add(&v->run->judged, hash_bytes(HASH_START, parts, sizeof parts));
}

/*
 * Ten thousand pods come from a thousand templates, and a ReplicaSet's template is its
 * Deployment's: what is equal is judged once an owner. Who has no owner is always judged.
 */
static bool says_nothing_new(struct visit *v)
{
	const struct subject *owner = v->subject->owner;
	bool before;

	if (!v->object->live)
		return false;
	if (visit_is_live_pod(v))
		return judged_before(v, v->subject);
	before = judged_before(v, owner ? owner : v->subject);
	return owner && before;
}

/* Finished pods and jobs and the old ReplicaSets of a Deployment will not run again. */
static bool is_past(const struct visit *v)
{
	struct json phase = json_get(v->object->json, "status.phase");

	if (v->workload)
		return v->workload->finished || v->workload->old;
	return json_equal(phase, "Succeeded") || json_equal(phase, "Failed");
}

static void show_pod(struct visit *v)
{
	const struct object *o = v->object;
	struct json pod = *o->kind->pod ? json_get(o->json, o->kind->pod) : o->json;

	v->meta = json_get(pod, "metadata");
	v->spec = json_get(pod, "spec");
}

static void visit_pod(struct visit *v)
{
	show_pod(v);
	if (is_past(v))
		return;
	run_checks(v, &v->run->on_pod, v->repeats);
	visit_containers(v, "containers", ROLE_MAIN, v->repeats);
	visit_containers(v, "initContainers", ROLE_INIT, v->repeats);
	visit_containers(v, "ephemeralContainers", ROLE_EPHEMERAL, v->repeats);
}

/* Before anything is reported: it may say what its owner's other pods have said. */
static void compare_pod(struct visit *v)
{
	show_pod(v);
	v->repeats = !is_past(v) && says_nothing_new(v);
}

static void visit_object(struct visit *v)
{
	v->meta = json_get(v->object->json, "metadata");
	v->spec = json_get(v->object->json, "spec");
	run_checks(v, &v->run->on_object[v->object->kind->id], false);
}

void run_visit(struct run *run, const struct object *o)
{
	struct visit v = { .run = run, .object = o };
	bool owned_pod;

	if (!o->kind)
		return;
	v.subject = inventory_subject(&run->inventory, o);
	owned_pod = o->kind->id == KIND_POD && v.subject->kind != o->kind;
	if (!owned_pod) {
		v.subject->exemptions =
			exemptions_of(run->arena, o, run->policy && run->policy->honor);
		v.subject->selected = !run->selector ||
			selector_matches_json(run->selector, json_get(o->json, "metadata.labels"));
	}
	inventory_add(&run->inventory, o, v.subject);
	v.workload = owned_pod ? NULL : v.subject->workload;
	if (o->kind->pod)
		compare_pod(&v);
	visit_object(&v);
	if (o->kind->pod)
		visit_pod(&v);
}

/* ---- what checks use ---- */

bool visit_is_live_pod(const struct visit *v)
{
	return v->object->live && v->object->kind->id == KIND_POD;
}

bool visit_runs_to_end(const struct visit *v)
{
	enum kind_id id = v->object->kind->id;
	const char *owner = v->subject->kind_name;

	return id == KIND_JOB || id == KIND_CRONJOB || !strcmp(owner, "Job") ||
	       !strcmp(owner, "CronJob");
}

bool visit_runs_for_life(const struct visit *v)
{
	return v->role == ROLE_MAIN || v->role == ROLE_SIDECAR;
}

/* The deepest part of base.path that is there: where a missing field would be written. */
static struct json deepest(struct json base, const char *path)
{
	AUTO(buf_free) struct buf part = { 0 };
	struct json at = base;

	while (path && *path) {
		size_t len = strcspn(path, ".");
		struct json next;

		buf_cut(&part, 0);
		buf_add(&part, path, len);
		next = json_key(at, buf_text(&part));
		if (!next.doc)
			break;
		at = next;
		path += len + (path[len] == '.');
	}
	return at;
}

/* The field below the container or pod template: the same in a pod and its template. */
static const char *field_of(const struct visit *v, const char *path)
{
	AUTO(buf_free) struct buf prefix = { 0 };
	const char *pod = v->object->kind->pod;

	if (v->container.doc)
		json_path(v->container, &prefix);
	else if (v->check->on == ON_POD && pod)
		buf_puts(&prefix, pod);
	if (prefix.len && text_starts(path, prefix.at)) {
		path += prefix.len;
		path += *path == '.';
	}
	return arena_intern(v->run->arena, path);
}

static int heading_of(const struct run *run, const struct check *check, int *severity)
{
	for (size_t i = 0; i < run->n_chosen; i++)
		if (run->chosen[i].check == check) {
			*severity = run->chosen[i].severity;
			return (int)run->chosen[i].theme->heading;
		}
	error_fatal("check %s reports without having been chosen", check->id);
}

static void describe(struct run *run, struct finding *x)
{
	x->check = x->rule->id;
	x->title = x->rule->title;
	x->of_status = x->rule->from_status;
	x->heading = heading_of(run, x->rule, &x->severity);
}

/* Most messages of a check are the same: one copy each. */
static const char *formatted(struct arena *a, const char *fmt, va_list args)
{
	char text[1024];

	vsnprintf(text, sizeof text, fmt, args);
	return arena_intern(a, text);
}

/* A template speaks before its pods, whichever came first. */
static bool says_more(const struct visit *v, const struct finding *x, bool is_new)
{
	return is_new || (x->seen_on && !visit_is_live_pod(v));
}

static void place_finding(struct visit *v, struct finding *x, struct json where, const char *path)
{
	struct place place = object_place(v->object, where);

	describe(v->run, x);
	x->path = *path ? arena_intern(v->run->arena, path) : NULL;
	x->file = arena_intern(v->run->arena, v->object->file);
	x->line = place.line;
	x->column = place.column;
	x->seen_on = NULL;
	if (visit_is_live_pod(v) && v->subject->kind != v->object->kind)
		x->seen_on = arena_printf(v->run->arena, "pod/%s", v->object->name);
}

struct finding *found(struct visit *v, struct json base, const char *path, const char *fmt, ...)
{
	AUTO(buf_free) struct buf full = { 0 };
	struct finding_key key = { .check = v->check, .subject = v->subject };
	struct finding *x;
	bool is_new;
	va_list args;

	if (!base.doc)
		base = v->object->json;
	json_path(base, &full);
	if (path)
		buf_addf(&full, "%s%s", full.len ? "." : "", path);
	if (v->container.doc)
		key.container = arena_intern(v->run->arena, v->container_name);
	key.field = field_of(v, buf_text(&full));
	x = findings_add(&v->run->findings, &key, &is_new);
	if (says_more(v, x, is_new)) {
		place_finding(v, x, deepest(base, path), buf_text(&full));
		va_start(args, fmt);
		x->message = formatted(v->run->arena, fmt, args);
		va_end(args);
	}
	return x;
}

struct finding *found_on(struct run *run, const struct check *check, struct subject *subject,
                         const struct spot *spot, const char *container, const char *fmt, ...)
{
	struct finding_key key = { check, subject, arena_intern(run->arena, container), NULL };
	struct finding *x;
	bool is_new;
	va_list args;

	if (!spot)
		spot = &subject->spot;
	key.field = arena_intern(run->arena, spot->path ? spot->path : "");
	x = findings_add(&run->findings, &key, &is_new);
	if (!is_new)
		return x;
	describe(run, x);
	x->path = spot->path;
	x->file = spot->file;
	x->line = spot->place.line;
	x->column = spot->place.column;
	va_start(args, fmt);
	x->message = formatted(run->arena, fmt, args);
	va_end(args);
	return x;
}

void finding_add(struct run *run, struct finding *f, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	f->message = arena_printf(run->arena, "%s; %s", f->message, formatted(run->arena, fmt, args));
	va_end(args);
}

struct subject *finding_subject(const struct finding *f)
{
	return f->subject;
}

const char *parameter(const struct run *run, const struct check *check, const char *name)
{
	const char *set = run->policy ? policy_parameter(run->policy, check->id, name) : NULL;

	if (set)
		return set;
	for (const struct parameter *p = check->parameters; p && p->name; p++)
		if (!strcmp(p->name, name))
			return p->value;
	error_fatal("check %s has no parameter %s", check->id, name);
}

int64_t parameter_int(const struct run *run, const struct check *check, const char *name)
{
	return strtoll(parameter(run, check, name), NULL, 10);
}

void *run_state(struct run *run, const void *key, size_t size_bytes)
{
	struct run_state *s;

	for (s = run->states; s; s = s->next)
		if (s->key == key)
			return s->memory;
	s = arena_alloc(run->arena, sizeof *s);
	*s = (struct run_state){ key, arena_alloc(run->arena, size_bytes), run->states };
	run->states = s;
	return s->memory;
}

void run_free(struct run *run)
{
	findings_free(&run->findings);
	hashset_free(&run->judged);
}
