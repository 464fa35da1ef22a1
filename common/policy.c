/*
 * The configuration file. Read policy_load() at the bottom; every section has a table of
 * its keys, so that an unknown one is found with its place and the nearest known one.
 */
#include "kube/policy.h"

#include "kube/k8stime.h"
#include "kube/strings.h"
#include "kube/theme.h"

#include <stdio.h>
#include <string.h>

struct reader {
	struct policy *policy;
	struct arena *arena;
	struct doc *doc;
	const char *file;
	const struct theme *const *themes;
	struct error *err;
};

static int wrong(const struct reader *r, struct json where, const char *fmt, ...) PRINTF_LIKE(3, 4);

static int wrong(const struct reader *r, struct json where, const char *fmt, ...)
{
	struct place place = doc_place(r->doc, where);
	char text[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	return error_set(r->err, ERR_CONFIG, "%s:%d:%d: %s", r->file, place.line, place.column, text);
}

static int unknown_key(const struct reader *r, struct json member, const char *const *known, size_t n)
{
	const char *near = text_nearest(json_name(member), known, n);

	if (near)
		return wrong(r, member, "unknown key \"%s\"; did you mean \"%s\"?", json_name(member), near);
	return wrong(r, member, "unknown key \"%s\"", json_name(member));
}

static int check_keys(const struct reader *r, struct json object, const char *const *known, size_t n)
{
	if (json_exists(object) && json_type(object) != JSON_OBJECT)
		return wrong(r, object, "expected a map");
	json_each(member, object) {
		bool found = false;

		for (size_t i = 0; i < n; i++)
			found |= !strcmp(known[i], json_name(member));
		if (!found)
			return unknown_key(r, member, known, n);
	}
	return 0;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- checks ---- */

static bool has_parameter(const struct check *c, const char *name)
{
	for (const struct parameter *p = c->parameters; p && p->name; p++)
		if (!strcmp(p->name, name))
			return true;
	return false;
}

static int unknown_parameter(const struct reader *r, struct json member, const struct check *c)
{
	AUTO(buf_free) struct buf known = { 0 };

	buf_puts(&known, "severity");
	for (const struct parameter *p = c->parameters; p && p->name; p++)
		buf_addf(&known, ", %s", p->name);
	return wrong(r, member, "check %s has no \"%s\"; it has: %s", c->id, json_name(member),
	             buf_text(&known));
}

static int read_setting(const struct reader *r, struct json member, struct setting *s)
{
	const char *id = json_name(member);
	const struct check *c = check_matching(r->themes, id);

	if (!c)
		return wrong(r, member, "there is no check \"%s\"", id);
	if (json_type(member) != JSON_OBJECT)
		return wrong(r, member, "expected a map such as { severity: info }");
	*s = (struct setting){ .check = arena_strdup(r->arena, id), .severity = -1 };
	s->names = arena_alloc(r->arena, json_count(member) * sizeof *s->names);
	s->values = arena_alloc(r->arena, json_count(member) * sizeof *s->values);
	json_each(value, member) {
		const char *text = json_str(value);

		if (!text)
			return wrong(r, value, "expected a word or a number");
		if (!strcmp(json_name(value), "severity")) {
			s->severity = severity_named(text);
			if (s->severity < 0)
				return wrong(r, value, "severity is error, warning, info or off, not \"%s\"", text);
			continue;
		}
		if (!has_parameter(c, json_name(value)))
			return unknown_parameter(r, value, c);
		s->names[s->n] = arena_strdup(r->arena, json_name(value));
		s->values[s->n++] = arena_strdup(r->arena, text);
	}
	return 0;
}

static int read_settings(const struct reader *r, struct json checks)
{
	struct policy *p = r->policy;

	if (json_exists(checks) && json_type(checks) != JSON_OBJECT)
		return wrong(r, checks, "checks: expected a map of check ids");
	p->settings = arena_alloc(r->arena, json_count(checks) * sizeof *p->settings);
	json_each(member, checks)
		if (read_setting(r, member, &p->settings[p->n_settings++]))
			return -1;
	return 0;
}

/* ---- scope ---- */

static int read_globs(const struct reader *r, struct json list, const char ***globs, size_t *n)
{
	if (!json_exists(list))
		return 0;
	if (json_type(list) != JSON_ARRAY)
		return wrong(r, list, "expected a list of names");
	*globs = arena_alloc(r->arena, json_count(list) * sizeof **globs);
	json_each(item, list) {
		if (!json_str(item))
			return wrong(r, item, "expected a name");
		(*globs)[(*n)++] = arena_strdup(r->arena, json_str(item));
	}
	return 0;
}

static int read_scope(const struct reader *r, struct json scope)
{
	static const char *const keys[] = { "namespaces", "exclude-namespaces" };
	struct policy *p = r->policy;

	if (check_keys(r, scope, keys, COUNT(keys)) ||
	    read_globs(r, json_key(scope, "namespaces"), &p->only_namespaces, &p->n_only_namespaces))
		return -1;
	return read_globs(r, json_key(scope, "exclude-namespaces"), &p->without_namespaces,
	                  &p->n_without_namespaces);
}

/* ---- exemptions ---- */

static const char *text_of(const struct reader *r, struct json exemption, const char *key)
{
	return arena_strdup(r->arena, json_str(json_key(exemption, key)));
}

static int read_expiry(const struct reader *r, struct json value, struct exemption *e)
{
	e->expires = K8STIME_NONE;
	if (!json_exists(value))
		return 0;
	e->expires = exemption_day(json_text(value, ""));
	if (e->expires == K8STIME_NONE)
		return wrong(r, value, "expires is a day such as 2027-01-31, not \"%s\"", json_text(value, ""));
	return 0;
}

static int read_exemption(const struct reader *r, struct json item, size_t index, struct exemption *e)
{
	static const char *const keys[] = { "check", "kind", "namespace", "name", "container",
		                            "reason", "owner", "expires" };

	if (json_type(item) != JSON_OBJECT)
		return wrong(r, item, "expected a map with check and reason");
	if (check_keys(r, item, keys, COUNT(keys)) || read_expiry(r, json_key(item, "expires"), e))
		return -1;
	e->check = text_of(r, item, "check");
	e->kind = text_of(r, item, "kind");
	e->namespace = text_of(r, item, "namespace");
	e->name = text_of(r, item, "name");
	e->container = text_of(r, item, "container");
	e->reason = text_of(r, item, "reason");
	e->owner = text_of(r, item, "owner");
	e->file = r->file;
	e->place = doc_place(r->doc, item);
	e->from = arena_printf(r->arena, "exemptions[%zu]", index);
	e->used = arena_alloc(r->arena, sizeof *e->used);
	if (!e->check || !check_matching(r->themes, e->check))
		return wrong(r, item, "an exemption names a check; there is none \"%s\"", e->check ? e->check : "");
	if (!e->reason || !*e->reason)
		return wrong(r, item, "an exemption needs a reason");
	return 0;
}

static int read_exemptions(const struct reader *r, struct json list)
{
	struct exemption *all = arena_alloc(r->arena, json_count(list) * sizeof *all);
	size_t n = 0;

	if (json_exists(list) && json_type(list) != JSON_ARRAY)
		return wrong(r, list, "exemptions: expected a list");
	json_each(item, list) {
		if (read_exemption(r, item, n, &all[n]))
			return -1;
		if (n)
			all[n - 1].next = &all[n];
		n++;
	}
	r->policy->exemptions = n ? all : NULL;
	return 0;
}

/* ---- the whole file ---- */

int policy_load(struct policy *p, struct arena *a, const char *file,
                const struct theme *const *themes, struct error *err)
{
	static const char *const keys[] = { "apiVersion", "kind", "checks", "scope", "exemptions" };
	AUTO(doc_free) struct doc *doc = doc_new();
	struct reader r = { p, a, doc, file, themes, err };
	struct json root;

	doc_strict(doc, true);
	if (doc_load(doc, file, &root, err))
		return -1;
	if (json_exists(root) && json_type(root) != JSON_OBJECT)
		return wrong(&r, root, "expected a map with checks, scope and exemptions");
	p->file = file;
	if (check_keys(&r, root, keys, COUNT(keys)) || read_settings(&r, json_key(root, "checks")) ||
	    read_scope(&r, json_key(root, "scope")))
		return -1;
	return read_exemptions(&r, json_key(root, "exemptions"));
}

/* ---- questions ---- */

int policy_severity(const struct policy *p, const char *check)
{
	for (size_t i = 0; i < p->n_settings; i++)
		if (p->settings[i].severity >= 0 && text_glob(p->settings[i].check, check))
			return p->settings[i].severity;
	return -1;
}

const char *policy_parameter(const struct policy *p, const char *check, const char *name)
{
	for (size_t i = 0; i < p->n_settings; i++)
		for (size_t j = 0; j < p->settings[i].n; j++)
			if (text_glob(p->settings[i].check, check) &&
			    !strcmp(p->settings[i].names[j], name))
				return p->settings[i].values[j];
	return NULL;
}

static bool any_glob(const char **globs, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (text_glob(globs[i], text))
			return true;
	return false;
}

bool policy_namespace_in_scope(const struct policy *p, const char *namespace)
{
	if (any_glob(p->without_namespaces, p->n_without_namespaces, namespace))
		return false;
	return !p->n_only_namespaces || !*namespace ||
	       any_glob(p->only_namespaces, p->n_only_namespaces, namespace);
}
