/*
 * each_pair() finds for every member the one of the same name that stays so far: in a
 * few members by looking, in many through a hash table. What is done about the two is
 * the caller's.
 */
#include "kube/members.h"

#include "kube/hashset.h"

#include <stdlib.h>
#include <string.h>

#define FEW 12

void members_begin(struct members *m, size_t offset)
{
	if (m->n == m->cap) {
		m->cap = m->cap ? m->cap * 2 : 64;
		m->at = xrealloc(m->at, m->cap * sizeof *m->at);
	}
	m->at[m->n++] = (struct member){ .start = (uint32_t)offset };
}

static void name(struct member *member, const char *text, size_t len)
{
	uint64_t hash = hash_bytes(HASH_START, text, len);

	member->name_len = (uint32_t)len;
	member->hash = (uint32_t)(hash ^ hash >> 32);
}

void members_named(struct members *m, const struct buf *out)
{
	struct member *member = &m->at[m->n - 1];

	if (!out->overflow)
		name(member, out->at + member->start, out->len - member->start);
}

void members_end(struct members *m, size_t offset)
{
	m->at[m->n - 1].end = (uint32_t)offset;
}

/* Behind the string that begins at `at`. */
static size_t string_end(const char *text, size_t at)
{
	for (at++; text[at] != '"'; at++)
		at += text[at] == '\\';
	return at + 1;
}

/* Behind the value that begins at `at`: where brackets are even and a comma or the end follows. */
static size_t value_end(const char *text, size_t at, size_t end)
{
	size_t depth = 0;

	while (at < end && (depth || text[at] != ',')) {
		depth += text[at] == '{' || text[at] == '[';
		depth -= text[at] == '}' || text[at] == ']';
		at = text[at] == '"' ? string_end(text, at) : at + 1;
	}
	return at;
}

void members_scan(struct members *m, const struct buf *out, size_t from)
{
	for (size_t at = from; at < out->len; at++) {
		if (out->at[at] != '"')
			continue; /* a comma or blanks */
		members_begin(m, at);
		name(&m->at[m->n - 1], out->at + at, string_end(out->at, at) - at);
		at = value_end(out->at, string_end(out->at, at), out->len);
		members_end(m, at);
	}
}

void members_merged(struct members *m, size_t first, uint32_t list, uint32_t item)
{
	for (size_t i = first; i < m->n; i++) {
		m->at[i].merged = true;
		m->at[i].list = list;
		m->at[i].item = item;
	}
}

static bool same_name(const struct member *a, const struct member *b, const struct buf *out)
{
	return a->hash == b->hash && a->name_len == b->name_len &&
	       !memcmp(out->at + a->start, out->at + b->start, a->name_len);
}

/* b stands behind a. */
static bool later_counts(const struct member *a, const struct member *b)
{
	return !a->list || a->list != b->list || a->item == b->item;
}

/* Where the name of member i is, or would be, in the table. */
static uint32_t *slot_of(struct members *m, size_t first, size_t i, const struct buf *out)
{
	size_t at = m->at[i].hash & (m->n_slots - 1);

	while (m->slots[at] && !same_name(&m->at[first + m->slots[at] - 1], &m->at[i], out))
		at = (at + 1) & (m->n_slots - 1);
	return &m->slots[at];
}

static void clear_slots(struct members *m, size_t members)
{
	size_t n = 32;

	while (n < members * 2)
		n *= 2;
	if (n > m->n_slots)
		m->slots = xrealloc(m->slots, n * sizeof *m->slots);
	m->n_slots = n;
	memset(m->slots, 0, n * sizeof *m->slots);
}

/* Any before i with its name that was not dropped; NULL. */
static struct member *before(struct members *m, size_t first, size_t i, const struct buf *out)
{
	for (size_t k = first; k < i; k++)
		if (!m->at[k].dropped && same_name(&m->at[k], &m->at[i], out))
			return &m->at[k];
	return NULL;
}

/* Marks who goes; says whether anybody does. With `clash`, the first pair to refuse goes there. */
static bool each_pair(struct members *m, size_t first, const struct buf *out,
                      const struct member **clash)
{
	size_t n = m->n - first;
	bool any = false;

	if (n > FEW)
		clear_slots(m, n);
	for (size_t i = first; i < m->n; i++) {
		uint32_t *slot = n > FEW ? slot_of(m, first, i, out) : NULL;
		struct member *own = &m->at[i], *other;

		other = slot ? (*slot ? &m->at[first + *slot - 1] : NULL) : before(m, first, i, out);
		if (clash && other && !other->merged && !*clash)
			*clash = own;
		if (other && !clash) {
			any = true;
			*(later_counts(other, own) ? &other->dropped : &own->dropped) = true;
		}
		if (slot && !own->dropped)
			*slot = (uint32_t)(i - first + 1);
	}
	return any;
}

/* From a's end to b's start there is one comma; it stays where something stands on both sides. */
static void blank_dropped(struct members *m, size_t first, struct buf *out)
{
	bool one_stays = false;

	for (size_t i = first; i < m->n; i++) {
		const struct member *own = &m->at[i];

		if (i > first && (own->dropped || !one_stays))
			memset(out->at + own[-1].end, ' ', own->start - own[-1].end);
		if (own->dropped)
			memset(out->at + own->start, ' ', own->end - own->start);
		else
			one_stays = true;
	}
}

void members_settle(struct members *m, size_t first, struct buf *out)
{
	size_t kept = first;

	if (out->overflow || m->n - first < 2 || !each_pair(m, first, out, NULL))
		return;
	blank_dropped(m, first, out);
	for (size_t i = first; i < m->n; i++)
		if (!m->at[i].dropped)
			m->at[kept++] = m->at[i];
	m->n = kept;
}

const struct member *members_clash(struct members *m, size_t first, const struct buf *out)
{
	const struct member *clash = NULL;

	if (!out->overflow && m->n - first > 1)
		each_pair(m, first, out, &clash);
	return clash;
}

void members_cut(struct members *m, size_t n)
{
	m->n = n;
}

void members_free(struct members *m)
{
	free(m->at);
	free(m->slots);
	*m = (struct members){ 0 };
}
