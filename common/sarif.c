/*
 * SARIF 2.1.0. A result needs a place in a file: findings of a live cluster are placed
 * in a logical location only, with the object's kubectl name.
 */
#include "kube/sarif.h"

#include "kube/json_write.h"

#include <string.h>

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

static const char *level(int severity)
{
	return severity == ERROR ? "error" : severity == WARNING ? "warning" : "note";
}

static void put_text(struct json_writer *w, const char *key, const char *text)
{
	json_begin(w, key, '{');
	json_put_str(w, "text", text);
	json_end(w);
}

static void put_rule(struct json_writer *w, const struct rule *rule)
{
	json_begin(w, NULL, '{');
	json_put_str(w, "id", rule->id);
	put_text(w, "shortDescription", rule->title);
	json_begin(w, "help", '{');
	json_put_str(w, "text", rule->page);
	json_put_str(w, "markdown", rule->page);
	json_end(w);
	json_begin(w, "defaultConfiguration", '{');
	json_put_str(w, "level", level(rule->severity));
	json_end(w);
	json_begin(w, "properties", '{');
	json_begin(w, "tags", '[');
	json_put_str(w, NULL, heading_name(rule->heading));
	json_end(w);
	json_end(w);
	json_end(w);
}

static void put_driver(struct json_writer *w, const struct report *r)
{
	json_begin(w, "tool", '{');
	json_begin(w, "driver", '{');
	json_put_str(w, "name", r->plugin);
	json_put_str(w, "version", r->version);
	json_begin(w, "rules", '[');
	for (size_t i = 0; i < r->n_rules; i++)
		put_rule(w, &r->rules[i]);
	json_end(w);
	json_end(w);
	json_end(w);
}

/* A relative reference as RFC 3986 wants it; absolute paths become file: URIs. */
static void put_uri(struct json_writer *w, const char *file)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
	AUTO(buf_free) struct buf uri = { 0 };

	buf_puts(&uri, *file == '/' ? "file://" : "");
	for (const char *c = file; *c; c++)
		if (strchr(plain, *c))
			buf_putc(&uri, *c);
		else
			buf_addf(&uri, "%%%02X", (unsigned char)*c);
	json_put_str(w, "uri", buf_text(&uri));
}

static void put_physical(struct json_writer *w, const struct finding *x)
{
	json_begin(w, "physicalLocation", '{');
	json_begin(w, "artifactLocation", '{');
	put_uri(w, strcmp(x->file, "-") ? x->file : "stdin");
	json_end(w);
	json_begin(w, "region", '{');
	json_put_int(w, "startLine", x->line > 0 ? x->line : 1);
	json_put_int(w, "startColumn", x->column > 0 ? x->column : 1);
	json_end(w);
	json_end(w);
}

static void put_logical(struct json_writer *w, const struct finding *x)
{
	AUTO(buf_free) struct buf name = { 0 };

	buf_addf(&name, "%s/%s%s%s", x->kind, x->namespace, *x->namespace ? "/" : "", x->name);
	if (x->path)
		buf_addf(&name, "/%s", x->path);
	json_begin(w, "logicalLocations", '[');
	json_begin(w, NULL, '{');
	json_put_str(w, "name", x->name);
	json_put_str(w, "fullyQualifiedName", buf_text(&name));
	json_put_str(w, "kind", "resource");
	json_end(w);
	json_end(w);
}

static int rule_index(const struct report *r, const char *check)
{
	for (size_t i = 0; i < r->n_rules; i++)
		if (!strcmp(r->rules[i].id, check))
			return (int)i;
	return -1;
}

static void put_message(struct json_writer *w, const struct finding *x)
{
	AUTO(buf_free) struct buf text = { 0 };

	buf_addf(&text, "%s %s%s%s", x->kind, x->namespace, *x->namespace ? "/" : "", x->name);
	if (x->container)
		buf_addf(&text, ", container %s", x->container);
	buf_addf(&text, ": %s", x->message);
	put_text(w, "message", buf_text(&text));
}

static void put_suppression(struct json_writer *w, const struct finding *x)
{
	if (!x->exempted_by)
		return;
	json_begin(w, "suppressions", '[');
	json_begin(w, NULL, '{');
	json_put_str(w, "kind", "external");
	json_put_str(w, "justification", x->exempted_by);
	json_end(w);
	json_end(w);
}

static void put_result(struct json_writer *w, const struct report *r, const struct finding *x)
{
	json_begin(w, NULL, '{');
	json_put_str(w, "ruleId", x->check);
	json_put_int(w, "ruleIndex", rule_index(r, x->check));
	json_put_str(w, "level", level(x->severity));
	put_message(w, x);
	json_begin(w, "locations", '[');
	json_begin(w, NULL, '{');
	if (x->file)
		put_physical(w, x);
	put_logical(w, x);
	json_end(w);
	json_end(w);
	json_begin(w, "partialFingerprints", '{');
	json_put_str(w, "kubectlMks/v1", x->fingerprint);
	json_end(w);
	put_suppression(w, x);
	json_end(w);
}

/* What was not checked is said where SARIF says how the tool fared. */
static void put_invocation(struct json_writer *w, const struct report *r)
{
	json_begin(w, "invocations", '[');
	json_begin(w, NULL, '{');
	json_put_bool(w, "executionSuccessful", true);
	json_begin(w, "toolExecutionNotifications", '[');
	for (size_t i = 0; i < r->n_not_checked; i++) {
		json_begin(w, NULL, '{');
		json_put_str(w, "level", "warning");
		put_text(w, "message", r->not_checked[i]);
		json_end(w);
	}
	json_end(w);
	json_end(w);
	json_end(w);
}

void sarif_print(const struct report *r, FILE *out)
{
	struct json_writer w = { .out = out, .format = JSON_PRETTY };

	json_begin(&w, NULL, '{');
	json_put_str(&w, "$schema", SCHEMA);
	json_put_str(&w, "version", "2.1.0");
	json_begin(&w, "runs", '[');
	json_begin(&w, NULL, '{');
	put_driver(&w, r);
	put_invocation(&w, r);
	json_begin(&w, "results", '[');
	for (size_t i = 0; i < r->n_findings; i++)
		put_result(&w, r, r->findings[i]);
	for (size_t i = 0; i < r->n_exempted; i++)
		put_result(&w, r, r->exempted[i]);
	json_end(&w);
	json_end(&w);
	json_end(&w);
	json_end(&w);
}
