/* Label sets, and the syntax of keys and values with the API server's words for what breaks it. */
#include "kube/labels.h"

#include "kube/buf.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_BYTES 63
#define PREFIX_MAX_BYTES 253

/* A label on its way into a set; of two with one key the one that came later counts. */
struct arrival {
	struct label label;
	size_t order;
};

/* null is an empty text to the API server. What is no text at all has no place in a set. */
static const char *text_of(struct json value)
{
	return json_exists(value) ? json_str(value) : "";
}

static int by_key(const void *a, const void *b)
{
	const struct arrival *left = a, *right = b;
	int order = strcmp(left->label.key, right->label.key);

	return order ? order : left->order < right->order ? 1 : -1;
}

/* Replaces arrivals by a struct labels. */
static void pack(struct buf *out, struct arrival *at, size_t n)
{
	struct labels set = { 0 };

	if (n)
		qsort(at, n, sizeof *at, by_key);
	buf_add(out, &set, sizeof set);
	for (size_t i = 0; i < n; i++)
		if (!i || at[i].label.key != at[i - 1].label.key) {
			buf_add(out, &at[i].label, sizeof at[i].label);
			set.n++;
		}
	memcpy(out->at, &set, sizeof set);
}

const struct labels *labels_of(struct arena *a, struct json labels)
{
	AUTO(buf_free) struct buf arrivals = { .max = SIZE_MAX / 2 }, set = { .max = SIZE_MAX / 2 };
	struct arrival next = { 0 };

	json_each(value, labels) {
		const char *key = json_name(value), *text = text_of(value);

		if (!key || !text)
			continue;
		next.label = (struct label){ arena_intern(a, key), arena_intern(a, text) };
		buf_add(&arrivals, &next, sizeof next);
		next.order++;
	}
	pack(&set, (struct arrival *)(void *)arrivals.at, next.order);
	return arena_intern_bytes(a, set.at, set.len);
}

const char *labels_value(const struct labels *set, const char *key)
{
	size_t low = 0, high = set->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(set->at[middle].key, key);

		if (!order)
			return set->at[middle].value;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const char *labels_json_value(struct json labels, const char *key)
{
	const char *found = NULL;

	json_each(value, labels) {
		const char *name = json_name(value);

		if (name && !strcmp(name, key))
			found = text_of(value);
	}
	return found;
}

static bool is_lower_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool is_alphanumeric(char c)
{
	return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z');
}

/* Letters, digits, and between them "-_." too. */
static bool is_name(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!is_alphanumeric(text[i]) && !(text[i] && strchr("-_.", text[i])))
			return false;
	return len && is_alphanumeric(text[0]) && is_alphanumeric(text[len - 1]);
}

static bool is_dns_label(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!is_lower_or_digit(text[i]) && text[i] != '-')
			return false;
	return len && text[0] != '-' && text[len - 1] != '-';
}

/* RFC 1123: labels of DNS with dots between. */
static bool is_subdomain(const char *text, size_t len)
{
	const char *dot;

	for (; (dot = memchr(text, '.', len)); text = dot + 1) {
		size_t part = (size_t)(dot - text);

		if (!is_dns_label(text, part))
			return false;
		len -= part + 1;
	}
	return is_dns_label(text, len);
}

static void complain(struct buf *why, size_t before, const char *part, const char *what)
{
	buf_addf(why, "%s%s%s", why->len > before ? "; " : "", part, what);
}

#define NAME_RULE                                                                              \
	"must consist of alphanumeric characters, '-', '_' or '.', and must start and end with " \
	"an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used "   \
	"for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"

#define PREFIX_RULE                                                                            \
	"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, "   \
	"'-' or '.', and must start and end with an alphanumeric character (e.g. "              \
	"'example.com', regex used for validation is "                                          \
	"'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"

#define VALUE_RULE                                                                             \
	"a valid label must be an empty string or consist of alphanumeric characters, '-', '_' " \
	"or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or "   \
	"'my_value',  or '12345', regex used for validation is "                                \
	"'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"

static void check_prefix(const char *prefix, size_t len, struct buf *why, size_t before)
{
	if (!len) {
		complain(why, before, "prefix part ", "must be non-empty");
		return;
	}
	if (len > PREFIX_MAX_BYTES)
		complain(why, before, "prefix part ", "must be no more than 253 bytes");
	if (!is_subdomain(prefix, len))
		complain(why, before, "prefix part ", PREFIX_RULE);
}

bool labels_key_check(const char *key, struct buf *why)
{
	const char *slash = strchr(key, '/'), *name = slash ? slash + 1 : key;
	size_t before = why->len, len = strlen(name);

	if (strchr(name, '/')) {
		complain(why, before, "a valid label key ",
		         NAME_RULE " with an optional DNS subdomain prefix and '/' (e.g. "
		                   "'example.com/MyName')");
		return false;
	}
	if (slash)
		check_prefix(key, (size_t)(slash - key), why, before);
	if (!len)
		complain(why, before, "name part ", "must be non-empty");
	else if (len > NAME_MAX_BYTES)
		complain(why, before, "name part ", "must be no more than 63 bytes");
	if (!is_name(name, len))
		complain(why, before, "name part ", NAME_RULE);
	return why->len == before;
}

bool labels_value_check(const char *value, struct buf *why)
{
	size_t before = why->len, len = strlen(value);

	if (len > NAME_MAX_BYTES)
		complain(why, before, "", "must be no more than 63 bytes");
	if (len && !is_name(value, len))
		complain(why, before, "", VALUE_RULE);
	return why->len == before;
}
