/* The JSON form of a report. Its shape is a contract: plugins/audit/report.schema.json. */
#include "kube/report_json.h"

#include "kube/json_write.h"
#include "kube/k8stime.h"
#include "kube/print.h"

static const struct column finding_columns[] = {
	COLUMN(NULL, "check", struct finding, check, NULL, false),
	COLUMN(NULL, "title", struct finding, title, NULL, false),
	COLUMN(NULL, "severity", struct finding, severity, severity_name, false),
	COLUMN(NULL, "heading", struct finding, heading, heading_name, false),
	COLUMN(NULL, "duty", struct finding, duty, duty_name, false),
	COLUMN(NULL, "container", struct finding, container, NULL, false),
	COLUMN(NULL, "message", struct finding, message, NULL, false),
	COLUMN(NULL, "path", struct finding, path, NULL, false),
	COLUMN(NULL, "seenOn", struct finding, seen_on, NULL, false),
	COLUMN(NULL, "fingerprint", struct finding, fingerprint, NULL, false),
	COLUMN(NULL, "exemptedBy", struct finding, exempted_by, NULL, false),
	COLUMN_END
};

static void put_object(struct json_writer *w, const struct finding *x)
{
	json_begin(w, "object", '{');
	json_put_str(w, "apiVersion", x->api_version);
	json_put_str(w, "kind", x->kind);
	if (*x->namespace)
		json_put_str(w, "namespace", x->namespace);
	json_put_str(w, "name", x->name);
	json_end(w);
}

static void put_source(struct json_writer *w, const struct finding *x)
{
	if (!x->file)
		return;
	json_begin(w, "source", '{');
	json_put_str(w, "file", x->file);
	json_put_int(w, "line", x->line);
	json_put_int(w, "column", x->column);
	json_end(w);
}

static void put_findings(struct json_writer *w, const char *key, struct finding **list, size_t n)
{
	json_begin(w, key, '[');
	for (size_t i = 0; i < n; i++) {
		json_begin(w, NULL, '{');
		print_members(finding_columns, list[i], w);
		put_object(w, list[i]);
		put_source(w, list[i]);
		json_end(w);
	}
	json_end(w);
}

static void put_target(struct json_writer *w, const struct report *r)
{
	json_begin(w, "target", '{');
	json_put_bool(w, "live", r->live);
	json_put_str(w, "cluster", r->cluster);
	json_put_str(w, "context", r->context);
	json_put_str(w, "serverVersion", r->server_version);
	json_put_int(w, "nodes", (int64_t)r->n_nodes);
	json_put_int(w, "namespaces", (int64_t)r->n_namespaces);
	json_put_int(w, "pods", (int64_t)r->n_pods);
	json_put_int(w, "objects", (int64_t)r->n_objects);
	json_put_int(w, "files", (int64_t)r->n_files);
	json_end(w);
}

static size_t count_severity(const struct report *r, int severity)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_findings; i++)
		n += r->findings[i]->severity == severity;
	return n;
}

static void put_summary(struct json_writer *w, const struct report *r)
{
	json_begin(w, "summary", '{');
	for (int severity = ERROR; severity >= INFO; severity--)
		json_put_int(w, severity_name(severity), (int64_t)count_severity(r, severity));
	json_put_int(w, "exempted", (int64_t)r->n_exempted);
	json_put_int(w, "providers", (int64_t)r->n_providers);
	json_put_int(w, "known", (int64_t)r->n_known);
	json_put_int(w, "fixed", (int64_t)r->n_fixed);
	json_put_int(w, "checksRun", (int64_t)r->n_run);
	json_put_int(w, "checksNotChecked", (int64_t)r->n_checks_not_checked);
	json_put_int(w, "checksLiveOnly", (int64_t)r->n_live_only);
	json_end(w);
}

static void put_checks(struct json_writer *w, const struct report *r)
{
	json_begin(w, "checks", '[');
	for (size_t i = 0; i < r->n_rules; i++) {
		const struct rule *rule = &r->rules[i];

		json_begin(w, NULL, '{');
		json_put_str(w, "id", rule->id);
		json_put_str(w, "severity", severity_name(rule->severity));
		json_put_str(w, "scope", rule->scope);
		json_put_int(w, "findings", rule->n_findings);
		json_put_str(w, "notChecked", rule->not_checked);
		json_end(w);
	}
	json_end(w);
}

static void put_lines(struct json_writer *w, const char *key, const char **lines, size_t n)
{
	json_begin(w, key, '[');
	for (size_t i = 0; i < n; i++)
		json_put_str(w, NULL, lines[i]);
	json_end(w);
}

static void print_as(const struct report *r, enum json_format format, FILE *out)
{
	struct json_writer w = { .out = out, .format = format };
	char taken[32];

	json_begin(&w, NULL, '{');
	json_put_str(&w, "apiVersion", "kubectl-mks/v1");
	json_put_str(&w, "kind", "Report");
	json_put_str(&w, "tool", r->plugin);
	json_put_str(&w, "version", r->version);
	json_put_str(&w, "takenAt", k8stime_format(r->taken_at, taken));
	put_target(&w, r);
	put_summary(&w, r);
	put_findings(&w, "findings", r->findings, r->n_findings);
	put_findings(&w, "exempted", r->exempted, r->n_exempted);
	put_lines(&w, "fixed", r->fixed, r->n_fixed);
	put_lines(&w, "notChecked", r->not_checked, r->n_not_checked);
	put_checks(&w, r);
	json_end(&w);
}

void report_json_print(const struct report *r, FILE *out)
{
	print_as(r, JSON_PRETTY, out);
}

void report_yaml_print(const struct report *r, FILE *out)
{
	print_as(r, JSON_YAML, out);
}
