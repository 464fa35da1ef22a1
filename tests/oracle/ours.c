/*
 * ours.c - answers as the library does, line by line, for the oracle to compare.
 *
 *	build/tests/oracle/ours SUBCOMMAND < cases
 *
 * One case a line on stdin, in JSON, one answer a line on stdout; what a case and an
 * answer look like is written above the answer function of the same subcommand in the Go
 * files beside this one. A subcommand here is a function and a row of the table at the
 * end; the longest of them is in ours_kubeconfig.c, which is part of this file.
 * (Without the next line the Go compiler would want to have a part in it.)
 */
//go:build ignore

#include "kube/doc.h"
#include "kube/k8stime.h"
#include "kube/pod_security.h"
#include "kube/quantity.h"
#include "kube/selector.h"
#include "kube/strings.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct subcommand {
	const char *name;
	void (*answer)(struct arena *a, struct json input, struct buf *out);
};

/* ---- canonical JSON, see yaml.go ---- */

static void canonical_text(struct buf *out, const char *text)
{
	buf_putc(out, '"');
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c < 0x20)
			buf_addf(out, "\\u%04x", c);
		else if (c == '"' || c == '\\')
			buf_addf(out, "\\%c", c);
		else
			buf_putc(out, *text);
	}
	buf_putc(out, '"');
}

static bool canonical_integer(struct buf *out, const char *number)
{
	char *end;
	unsigned long long big;
	long long integer;

	errno = 0;
	integer = strtoll(number, &end, 10);
	if (!*end && !errno) {
		buf_addf(out, "%lld", integer);
		return true;
	}
	errno = 0;
	big = strtoull(number, &end, 10);
	if (*end || errno || *number == '-')
		return false;
	buf_addf(out, "%llu", big);
	return true;
}

static void canonical_number(struct buf *out, const char *number)
{
	double value;

	if (canonical_integer(out, number))
		return;
	value = strtod(number, NULL);
	if (value == trunc(value) && fabs(value) < 9007199254740992.0)
		buf_addf(out, "%lld", (long long)value);
	else
		buf_addf(out, "%.16e", value);
}

static void canonical(struct buf *out, struct json v);

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Of a name that is there twice, the value is the one that json_key() finds. */
static void canonical_object(struct buf *out, struct json v)
{
	AUTO(strings_free) struct strings names = { 0 };
	bool started = false;

	json_each(member, v)
		strings_add(&names, json_name(member));
	if (names.n)
		qsort(names.at, names.n, sizeof *names.at, by_text);
	buf_putc(out, '{');
	for (size_t i = 0; i < names.n; i++) {
		if (i && strcmp(names.at[i], names.at[i - 1]) == 0)
			continue;
		if (started)
			buf_putc(out, ',');
		canonical_text(out, names.at[i]);
		buf_putc(out, ':');
		canonical(out, json_key(v, names.at[i]));
		started = true;
	}
	buf_putc(out, '}');
}

static void canonical_array(struct buf *out, struct json v)
{
	bool started = false;

	buf_putc(out, '[');
	json_each(item, v) {
		if (started)
			buf_putc(out, ',');
		canonical(out, item);
		started = true;
	}
	buf_putc(out, ']');
}

static void canonical(struct buf *out, struct json v)
{
	switch (json_type(v)) {
	case JSON_ABSENT: buf_puts(out, "null"); break;
	case JSON_BOOL: buf_puts(out, json_str(v)); break;
	case JSON_NUMBER: canonical_number(out, json_str(v)); break;
	case JSON_STRING: canonical_text(out, json_str(v)); break;
	case JSON_ARRAY: canonical_array(out, v); break;
	case JSON_OBJECT: canonical_object(out, v); break;
	}
}

static void answer_yaml(struct arena *a, struct json input, struct buf *out)
{
	AUTO(doc_free) struct doc *doc = doc_new();
	const char *text = json_str(input);
	struct error err;
	struct json root;
	int got;

	(void)a;
	doc_open_text(doc, text, strlen(text), "case");
	got = doc_next(doc, &root, &err);
	if (got > 0)
		canonical(out, root);
	else
		buf_puts(out, got < 0 ? "invalid" : "null");
}

#include "ours_kubeconfig.c"

/* ---- values ---- */

static void put_quantity(struct buf *out, struct quantity q)
{
	char text[40];

	if (q.units == INT64_MAX || q.units <= -INT64_MAX) {
		buf_addf(out, "capped %d", q.units > 0 ? 1 : -1);
		return;
	}
	if (q.units)
		buf_addf(out, "%" PRId64 "%09" PRId32, q.units, q.nanos < 0 ? -q.nanos : q.nanos);
	else
		buf_addf(out, "%" PRId32, q.nanos);
	buf_addf(out, " %s", quantity_format(q, text));
}

static void answer_quantity(struct arena *a, struct json input, struct buf *out)
{
	struct json first = json_first(input), second = json_next(input, first);
	bool two = json_type(input) == JSON_ARRAY;
	struct quantity q, other;

	(void)a;
	if (quantity_parse(json_str(two ? first : input), &q) ||
	    (two && quantity_parse(json_str(second), &other))) {
		buf_puts(out, "invalid");
		return;
	}
	if (!two) {
		put_quantity(out, q);
		return;
	}
	put_quantity(out, quantity_add(q, other));
	buf_addf(out, " %d %" PRId64, quantity_cmp(q, other),
	         q.units < 0 || q.nanos < 0 ? 0 : quantity_milli(q));
}

static void answer_duration(struct arena *a, struct json input, struct buf *out)
{
	int64_t nanoseconds;

	(void)a;
	if (k8stime_duration(json_str(input), &nanoseconds))
		buf_puts(out, "invalid");
	else
		buf_addf(out, "%" PRId64, nanoseconds);
}

static void answer_age(struct arena *a, struct json input, struct buf *out)
{
	char text[16];

	(void)a;
	buf_puts(out, k8stime_age(json_int(input, 0), text));
}

static void answer_time(struct arena *a, struct json input, struct buf *out)
{
	int64_t seconds = k8stime_parse(json_str(input));

	(void)a;
	if (seconds == K8STIME_NONE)
		buf_puts(out, "invalid");
	else
		buf_addf(out, "%" PRId64, seconds);
}

/* ---- selectors and Pod Security ---- */

static void answer_selector(struct arena *a, struct json input, struct buf *out)
{
	struct json labels = json_get(input, "labels"), query = json_get(input, "query");
	struct selector s = { 0 };
	bool matches;

	if (!json_exists(query))
		s = selector_of(a, json_get(input, "selector"));
	if ((json_exists(query) && selector_parse(a, json_str(query), &s, NULL)) || s.invalid) {
		buf_puts(out, "invalid");
		return;
	}
	matches = selector_matches(&s, labels_of(a, labels));
	buf_puts(out, matches ? "match" : "no");
	if (matches != selector_matches_json(&s, labels))
		buf_puts(out, ", but not as JSON");
}

static void answer_pss(struct arena *a, struct json input, struct buf *out)
{
	struct json metadata = json_get(input, "pod.metadata"), spec = json_get(input, "pod.spec");
	enum pod_security_level level =
		(enum pod_security_level)pod_security_level(json_str(json_get(input, "level")));
	int minor = pod_security_version(json_str(json_get(input, "version")));
	uint32_t failed, kept;
	AUTO(strings_free) struct strings ids = { 0 };

	(void)a;
	failed = pod_security_judge(metadata, spec, level, minor, NULL, NULL);
	kept = pod_security_verdict(pod_security_examine(metadata, spec), level, minor);
	for (int rule = 0; rule < PSS_RULE_COUNT; rule++)
		if (failed & (UINT32_C(1) << rule))
			strings_add(&ids, pss_rule_ids[rule]);
	strings_sort_unique(&ids);
	buf_puts(out, failed ? "forbidden" : "allowed");
	for (size_t i = 0; i < ids.n; i++)
		buf_addf(out, "%c%s", i ? ',' : ' ', ids.at[i]);
	if (kept != failed)
		buf_puts(out, ", but not when it was examined before");
}

static const struct subcommand subcommands[] = {
	{ "pss", answer_pss },
	{ "quantity", answer_quantity },
	{ "selector", answer_selector },
	{ "duration", answer_duration },
	{ "age", answer_age },
	{ "time", answer_time },
	{ "kubeconfig", answer_kubeconfig },
	{ "yaml", answer_yaml },
	{ NULL }
};

static void answer_line(const struct subcommand *sub, char *line, size_t length)
{
	AUTO(json_doc_free) struct json_doc *doc = json_doc_new();
	AUTO(arena_free) struct arena arena = { 0 };
	AUTO(buf_free) struct buf out = { 0 };
	struct json input;

	if (json_parse(doc, line, length, &input, NULL))
		buf_puts(&out, "skip");
	else
		sub->answer(&arena, input, &out);
	puts(buf_text(&out));
	fflush(stdout);
}

int main(int argc, char **argv)
{
	const struct subcommand *sub = subcommands;
	char *line = NULL;
	size_t room = 0;
	ssize_t length;

	while (argc == 2 && sub->name && strcmp(sub->name, argv[1]) != 0)
		sub++;
	if (argc != 2 || !sub->name) {
		fputs("usage: ours SUBCOMMAND < cases\n", stderr);
		return 2;
	}
	while ((length = getline(&line, &room, stdin)) > 0) {
		if (line[length - 1] == '\n')
			line[--length] = '\0';
		answer_line(sub, line, (size_t)length);
	}
	free(line);
	return 0;
}
