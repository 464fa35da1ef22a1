/* What the forms of the rules share: reporting, and reading a pod's fields. */
#include "kube/pss_form.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *const pss_container_lists[] = { "initContainers", "containers", "ephemeralContainers",
	                                    NULL };

void pss_violate(struct judgement *j, struct json base, const char *path, const char *fmt, ...)
{
	char message[512];
	va_list args;

	j->broken = true;
	if (!j->see)
		return;
	va_start(args, fmt);
	vsnprintf(message, sizeof message, fmt, args);
	va_end(args);
	j->see(j->arg, &(struct pss_violation){ j->form->rule, j->container, base, path, message });
}

void pss_violate_value(struct judgement *j, struct json base, const char *path,
                       struct json value, const char *why)
{
	AUTO(buf_free) struct buf text = { 0 };
	const char *name = path ? path : "annotation", *dot = strrchr(name, '.');

	pss_add_value(&text, json_text(value, ""));
	pss_violate(j, base, path, "%s is %s: %s", dot ? dot + 1 : name, buf_text(&text), why);
}

struct json pss_holder(const struct judgement *j)
{
	return j->container.doc ? j->container : j->spec;
}

struct json pss_context(const struct judgement *j, const char *field)
{
	return json_get(json_get(pss_holder(j), "securityContext"), field);
}

struct json pss_list(struct json v)
{
	return json_type(v) == JSON_ARRAY ? v : (struct json){ 0 };
}

struct json pss_annotations(const struct judgement *j)
{
	struct json v = json_get(j->metadata, "annotations");

	return json_type(v) == JSON_OBJECT ? v : (struct json){ 0 };
}

bool pss_among(const char *text, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(text, words[i]))
			return true;
	return false;
}

void pss_add_value(struct buf *b, const char *text)
{
	size_t most = 80;

	if (b->len)
		buf_puts(b, ", ");
	if (strlen(text) <= most) {
		buf_puts(b, *text ? text : "\"\"");
		return;
	}
	while (most && ((unsigned char)text[most] & 0xc0) == 0x80)
		most--;
	buf_add(b, text, most);
	buf_puts(b, "...");
}

void pss_collect_others(struct buf *out, struct json values, const char *const *allowed, size_t n)
{
	json_each(value, pss_list(values))
		if (!pss_among(json_text(value, ""), allowed, n) && out->len < 200)
			pss_add_value(out, json_text(value, ""));
}

bool pss_is_confining(struct json profile)
{
	struct json type = json_get(profile, "type");

	return json_equal(type, "RuntimeDefault") || json_equal(type, "Localhost");
}

bool pss_in_user_namespace(struct json spec)
{
	return !json_bool(json_get(spec, "hostUsers"), true);
}
