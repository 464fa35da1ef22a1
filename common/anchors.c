/* A list in the order of the document, a hash table of names, one buffer of texts. */
#include "kube/anchors.h"

#include "kube/hashset.h"

#include <stdlib.h>
#include <string.h>

/* Where the name is, or would be, in the table. */
static uint32_t *slot_of(const struct anchors *a, const char *name)
{
	size_t i = (size_t)hash_text(HASH_START, name) & (a->n_slots - 1);

	while (a->slots[i] && strcmp(a->texts.at + a->at[a->slots[i] - 1].name, name) != 0)
		i = (i + 1) & (a->n_slots - 1);
	return &a->slots[i];
}

static void grow(struct anchors *a)
{
	a->n_slots = a->n_slots ? a->n_slots * 2 : 64;
	a->slots = xrealloc(a->slots, a->n_slots * sizeof *a->slots);
	memset(a->slots, 0, a->n_slots * sizeof *a->slots);
	for (size_t i = 0; i < a->n; i++)
		*slot_of(a, a->texts.at + a->at[i].name) = (uint32_t)i + 1;
}

static size_t add_text(struct anchors *a, const char *text, size_t len)
{
	size_t offset = a->texts.len;

	buf_add(&a->texts, text, len);
	buf_add(&a->texts, "", 1);
	return offset;
}

size_t anchors_open(struct anchors *a, const char *name)
{
	struct anchor anchor = { .type = ANCHOR_OPEN };

	if (a->n == a->cap) {
		a->cap = a->cap ? a->cap * 2 : 16;
		a->at = xrealloc(a->at, a->cap * sizeof *a->at);
	}
	if (2 * a->n >= a->n_slots)
		grow(a);
	anchor.name = add_text(a, name, strlen(name));
	if (!a->texts.overflow)
		*slot_of(a, name) = (uint32_t)a->n + 1;
	a->at[a->n] = anchor;
	return a->n++;
}

void anchors_close_scalar(struct anchors *a, size_t index, const struct scalar *s)
{
	struct anchor *anchor = &a->at[index];

	anchor->type = ANCHOR_SCALAR;
	anchor->text = add_text(a, s->text, s->len);
	anchor->len = s->len;
	anchor->tagged = s->tag;
	anchor->tag = s->tag ? add_text(a, s->tag, strlen(s->tag)) : 0;
	anchor->quoted = s->quoted;
	anchor->nodes = 1;
}

void anchors_close_container(struct anchors *a, size_t index, enum anchor_type type,
                             const char *text, size_t len, const char *brackets)
{
	struct anchor *anchor = &a->at[index];
	size_t bracket = *brackets != '\0';

	anchor->type = type;
	anchor->text = a->texts.len;
	anchor->len = len + 2 * bracket;
	buf_add(&a->texts, brackets, bracket);
	buf_add(&a->texts, text, len);
	buf_puts(&a->texts, bracket ? brackets + 1 : "");
}

struct anchor *anchors_find(const struct anchors *a, const char *name)
{
	uint32_t *slot = a->n ? slot_of(a, name) : NULL;

	return slot && *slot ? &a->at[*slot - 1] : NULL;
}

const char *anchors_text(const struct anchors *a, const struct anchor *anchor)
{
	return a->texts.at + anchor->text;
}

struct scalar anchors_scalar(const struct anchors *a, const struct anchor *anchor)
{
	return (struct scalar){
		.text = anchors_text(a, anchor),
		.len = anchor->len,
		.tag = anchor->tagged ? a->texts.at + anchor->tag : NULL,
		.quoted = anchor->quoted,
	};
}

void anchors_clear(struct anchors *a)
{
	if (a->n)
		memset(a->slots, 0, a->n_slots * sizeof *a->slots);
	a->n = 0;
	buf_cut(&a->texts, 0);
}

void anchors_free(struct anchors *a)
{
	free(a->at);
	free(a->slots);
	buf_free(&a->texts);
	*a = (struct anchors){ 0 };
}
