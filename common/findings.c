/*
 * The store of findings: an open hash table over (check, subject, container, field).
 * Checks and subjects are compared as pointers, texts are interned.
 */
#include "kube/findings.h"

#include "kube/hashset.h"
#include "kube/strings.h"

#include <stdlib.h>
#include <string.h>

static uint64_t mix(uint64_t hash, const void *pointer)
{
	hash ^= (uint64_t)(uintptr_t)pointer;
	hash *= 0x9e3779b97f4a7c15u;
	return hash ^ (hash >> 29);
}

static struct finding **slot(const struct findings *f, const struct finding_key *key)
{
	uint64_t hash = mix(mix(mix(mix(1, key->check), key->subject), key->container), key->field);
	size_t i = hash & (f->cap - 1);

	for (; f->table[i]; i = (i + 1) & (f->cap - 1)) {
		const struct finding *x = f->table[i];

		if (x->rule == key->check && x->subject == key->subject &&
		    x->container == key->container && x->field == key->field)
			break;
	}
	return &f->table[i];
}

static struct finding_key key_of(const struct finding *x)
{
	return (struct finding_key){ x->rule, x->subject, x->container, x->field };
}

static void grow(struct findings *f)
{
	struct findings bigger = { f->arena, NULL, f->n, f->cap ? f->cap * 2 : 256 };

	bigger.table = xalloc(bigger.cap * sizeof *bigger.table);
	for (size_t i = 0; i < f->cap; i++)
		if (f->table[i]) {
			struct finding_key key = key_of(f->table[i]);

			*slot(&bigger, &key) = f->table[i];
		}
	free(f->table);
	*f = bigger;
}

/* The slot of a key in a table that has room for one more. */
static struct finding **room(struct findings *f, const struct finding_key *key)
{
	if (f->n * 2 >= f->cap)
		grow(f);
	return slot(f, key);
}

struct finding *findings_add(struct findings *f, const struct finding_key *key, bool *is_new)
{
	struct finding **place = room(f, key);

	*is_new = !*place;
	if (*is_new) {
		*place = arena_alloc(f->arena, sizeof **place);
		**place = (struct finding){ .rule = key->check, .subject = key->subject,
		                            .container = key->container, .field = key->field };
		f->n++;
	}
	return *place;
}

/* Of the parts that stay the same from run to run. */
static const char *fingerprint(struct arena *a, const struct finding *x)
{
	size_t group_len = strchr(x->api_version, '/') ? strcspn(x->api_version, "/") : 0;
	const char *parts[] = { x->check, arena_strndup(a, x->api_version, group_len), x->kind,
		                x->namespace, x->name, x->container ? x->container : "", x->field };
	uint64_t hash = HASH_START;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		hash = hash_text(hash, parts[i]);
	return arena_printf(a, "%016llx", (unsigned long long)hash);
}

/* A pod's finding that its owner's template does not have says so. */
static void name_owner(struct arena *a, struct finding *x)
{
	const struct subject *top = x->subject;

	x->api_version = top->api_version;
	x->kind = top->kind_name;
	x->namespace = top->namespace;
	x->name = top->name;
	x->fingerprint = fingerprint(a, x);
	if (x->file)
		x->where = arena_printf(a, "%s:%d:%d", x->file, x->line, x->column);
	if (x->seen_on && top->workload && !x->of_status)
		x->message = arena_printf(a, "%s; so on %s, which differs from its template",
		                          x->message, x->seen_on);
	else if (x->seen_on)
		x->message = arena_printf(a, "%s; so on %s", x->message, x->seen_on);
}

/*
 * Of equal findings the owner's own speaks, then that of a template below it, then a
 * pod's; the first by name among equals, so that every run says the same.
 */
static bool speaks_before(const struct finding *a, const struct finding *b)
{
	bool a_own = a->made_on == a->subject && !a->seen_on;
	bool b_own = b->made_on == b->subject && !b->seen_on;
	int order;

	if (a_own != b_own)
		return a_own;
	if (!a->seen_on != !b->seen_on)
		return !a->seen_on;
	order = text_cmp(a->seen_on, b->seen_on);
	return (order ? order : strcmp(a->made_on->name, b->made_on->name)) < 0;
}

void findings_settle_owners(struct findings *f)
{
	struct findings top = { .arena = f->arena };

	for (size_t i = 0; i < f->cap; i++) {
		struct finding *x = f->table[i], **kept;
		struct finding_key key;

		if (!x)
			continue;
		x->made_on = x->subject;
		x->subject = subject_top(x->subject);
		key = key_of(x);
		kept = room(&top, &key);
		top.n += !*kept;
		if (!*kept || speaks_before(x, *kept))
			*kept = x;
	}
	findings_free(f);
	*f = top;
	for (size_t i = 0; i < f->cap; i++)
		if (f->table[i])
			name_owner(f->arena, f->table[i]);
}

static int compare(const void *left, const void *right)
{
	const struct finding *a = *(struct finding *const *)left;
	const struct finding *b = *(struct finding *const *)right;
	const char *texts[][2] = {
		{ a->check, b->check }, { a->namespace, b->namespace }, { a->kind, b->kind },
		{ a->name, b->name }, { a->container, b->container }, { a->field, b->field },
		{ a->api_version, b->api_version },
	};

	if (a->heading != b->heading)
		return a->heading - b->heading;
	if (a->severity != b->severity)
		return b->severity - a->severity;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		int order = text_cmp(texts[i][0], texts[i][1]);

		if (order)
			return order;
	}
	return 0;
}

struct finding **findings_all(struct findings *f, size_t *n)
{
	struct finding **all = arena_alloc(f->arena, f->n * sizeof *all);

	*n = 0;
	for (size_t i = 0; i < f->cap; i++)
		if (f->table[i])
			all[(*n)++] = f->table[i];
	return all;
}

void findings_sort(struct finding **list, size_t n)
{
	if (n)
		qsort(list, n, sizeof *list, compare);
}

void findings_free(struct findings *f)
{
	free(f->table);
	*f = (struct findings){ .arena = f->arena };
}
