/* Quantities that cannot be meant: unreadable, in the wrong unit, unusable by the scheduler. */
#include "themes.h"

#include "kube/quantity.h"
#include "kube/strings.h"

#include <string.h>

static const char *const lists[] = { "resources.requests", "resources.limits" };

/* Calls see() for each request and limit of the container. */
static void each_quantity(struct visit *v, void (*see)(struct visit *v, struct json value))
{
	for (int i = 0; i < 2; i++)
		json_each_member(value, json_get(v->container, lists[i]))
			if (json_exists(value))
				see(v, value);
}

static bool is(struct json value, const char *resource)
{
	return !strcmp(json_name(value), resource);
}

/* ---- res-quantity-invalid ---- */

static void invalid(struct visit *v, struct json value)
{
	struct quantity q;

	if (quantity_parse(json_str(value), &q))
		found(v, value, NULL, "%s is no quantity: \"%s\"", json_name(value),
		      json_text(value, "a list or map"));
	else if (q.units < 0 || q.nanos < 0)
		found(v, value, NULL, "%s is negative: %s", json_name(value), json_text(value, ""));
}

static void quantity_invalid(struct visit *v)
{
	each_quantity(v, invalid);
}

/* ---- res-unit-mistake ---- */

static void cpu_mistake(struct visit *v, struct json value, struct quantity q)
{
	if (quantity_milli(q) >= 64000)
		found(v, value, NULL, "cpu %s is %lld whole CPUs; %sm is meant?", json_text(value, ""),
		      (long long)q.units, json_text(value, ""));
}

static void memory_mistake(struct visit *v, struct json value, struct quantity q)
{
	const char *text = json_text(value, "");

	if (text_ends(text, "m"))
		found(v, value, NULL, "memory %s is thousandths of a byte; %.*sM or Mi is meant?", text,
		      (int)strlen(text) - 1, text);
	else if (!quantity_is_zero(q) && q.units < 4 << 20)
		found(v, value, NULL, "memory %s is less than 4Mi: a unit is missing?", text);
}

static void mistaken(struct visit *v, struct json value)
{
	struct quantity q;

	if (quantity_parse(json_str(value), &q))
		return;
	if (is(value, "cpu"))
		cpu_mistake(v, value, q);
	else if (is(value, "memory"))
		memory_mistake(v, value, q);
}

static bool is_binary(const char *text)
{
	return text_ends(text, "i");
}

static bool is_decimal(const char *text)
{
	return strlen(text) > 1 && strchr("kMGTPE", text[strlen(text) - 1]);
}

/* 128M beside 128Mi are two different sizes that look the same. */
static void mixed(struct visit *v)
{
	struct json asked = json_get(v->container, "resources.requests.memory");
	struct json limit = json_get(v->container, "resources.limits.memory");
	const char *a = json_text(asked, ""), *b = json_text(limit, "");

	if ((is_binary(a) && is_decimal(b)) || (is_decimal(a) && is_binary(b)))
		found(v, limit, NULL, "memory request %s and limit %s mix decimal and binary units", a, b);
}

static void unit_mistake(struct visit *v)
{
	each_quantity(v, mistaken);
	mixed(v);
}

/* ---- res-init-dominates ---- */

static struct quantity request(struct json container, const char *resource)
{
	struct quantity q = { 0 };
	struct json value = json_key(json_get(container, "resources.requests"), resource);

	if (!json_exists(value))
		value = json_key(json_get(container, "resources.limits"), resource);
	quantity_parse(json_str(value), &q);
	return q;
}

/*
 * Init containers run one after the other, each beside the sidecars started before it;
 * main containers run beside all sidecars. The pod asks for the larger of the two.
 */
static void one_resource(struct visit *v, const char *resource)
{
	struct quantity sidecars = { 0 }, peak = { 0 }, running = { 0 };
	struct json largest = { 0 };
	char texts[2][40];

	json_each(container, json_get(v->spec, "initContainers")) {
		struct quantity q = quantity_add(request(container, resource), sidecars);

		if (json_equal(json_get(container, "restartPolicy"), "Always"))
			sidecars = q;
		if (quantity_cmp(q, peak) > 0) {
			peak = q;
			largest = container;
		}
	}
	running = sidecars;
	json_each(container, json_get(v->spec, "containers"))
		running = quantity_add(running, request(container, resource));
	if (largest.doc && quantity_cmp(peak, running) > 0)
		found(v, largest, NULL, "init container %s makes the pod ask for %s of %s for its whole life, running it needs %s",
		      json_text(json_get(largest, "name"), ""), quantity_format(peak, texts[0]), resource,
		      quantity_format(running, texts[1]));
}

static void init_dominates(struct visit *v)
{
	if (json_exists(json_get(v->spec, "resources")))
		return; /* the pod-level request is what is asked for */
	one_resource(v, "cpu");
	one_resource(v, "memory");
}

/* ---- res-extended-no-limit ---- */

/* "nvidia.com/gpu", but not what Kubernetes itself defines. */
static bool is_extended(const char *resource)
{
	return strchr(resource, '/') && !text_starts(resource, "kubernetes.io/") &&
	       !strstr(resource, ".kubernetes.io/") && !text_starts(resource, "requests.");
}

static void extended(struct visit *v, struct json value)
{
	struct json asked = json_key(json_get(v->container, "resources.requests"), json_name(value));
	struct json limit = json_key(json_get(v->container, "resources.limits"), json_name(value));
	struct quantity a, b;

	if (!is_extended(json_name(value)) || quantity_parse(json_str(value), &a))
		return;
	if (a.nanos)
		found(v, value, NULL, "%s %s is no whole number", json_name(value), json_text(value, ""));
	else if (!json_exists(limit))
		found(v, value, NULL, "%s is requested without a limit", json_name(value));
	else if (json_exists(asked) && !quantity_parse(json_str(asked), &a) &&
	         !quantity_parse(json_str(limit), &b) && quantity_cmp(a, b))
		found(v, asked, NULL, "%s request %s differs from the limit %s", json_name(value),
		      json_text(asked, ""), json_text(limit, ""));
}

static void extended_no_limit(struct visit *v)
{
	each_quantity(v, extended);
}

/* ---- res-hugepages-invalid ---- */

static void hugepages(struct visit *v, struct json value)
{
	struct json asked = json_key(json_get(v->container, "resources.requests"), json_name(value));
	struct json limit = json_key(json_get(v->container, "resources.limits"), json_name(value));
	struct quantity a, b;

	if (!text_starts(json_name(value), "hugepages-"))
		return;
	if (!json_exists(limit) || (json_exists(asked) && (quantity_parse(json_str(asked), &a) ||
	     quantity_parse(json_str(limit), &b) || quantity_cmp(a, b))))
		found(v, value, NULL, "%s needs a request equal to its limit", json_name(value));
	else if (quantity_is_zero(request(v->container, "cpu")) &&
	         quantity_is_zero(request(v->container, "memory")))
		found(v, value, NULL, "%s needs a request of cpu or memory beside it", json_name(value));
}

static void hugepages_invalid(struct visit *v)
{
	each_quantity(v, hugepages);
}

/* ---- the table ---- */

static const struct check checks[] = {
	{ "res-quantity-invalid", ON_CONTAINER, ERROR, quantity_invalid, "a resource is no quantity" },
	{ "res-unit-mistake", ON_CONTAINER, WARNING, unit_mistake, "a resource is in the wrong unit" },
	{ "res-init-dominates", ON_POD, INFO, init_dominates, "an init container sets the pod's size" },
	{ "res-extended-no-limit", ON_CONTAINER, INFO, extended_no_limit, "an extended resource is not limited" },
	{ "res-hugepages-invalid", ON_CONTAINER, WARNING, hugepages_invalid, "huge pages are asked for wrongly" },
	{ NULL }
};

static const char page[] = {
#include "plugins/audit/sizes.md.inc"
	0 };

const struct theme sizes_theme = { "sizes", CLUSTER_SPECIFICATION, checks, page };
