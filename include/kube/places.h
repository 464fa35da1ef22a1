/*
 * places.h - where in a file each part of a text made from it was written.
 *
 *	places_add(&p, out.len, 16, 3);   // what comes now stands in line 16, column 3
 *	places_alias(&p, out.len, from);  // what comes now is a copy of the text from `from` on
 *	at = places_find(&p, offset);
 *
 * Offsets grow from call to call. A copy is found where its original stands. A zeroed
 * struct has no places.
 */
#ifndef KUBE_PLACES_H
#define KUBE_PLACES_H

#include <stddef.h>
#include <stdint.h>

/* Lines and columns count from 1; 0 = unknown. */
struct place {
	int line, column;
};

struct places_mark {
	uint32_t offset, line, column; /* line 0: a copy; column is the original's offset */
};

struct places {
	struct places_mark *at;
	size_t n, cap;
};

void places_add(struct places *p, size_t offset, size_t line, size_t column);
void places_alias(struct places *p, size_t offset, size_t original);
/* The place of what begins at `offset`, or around it; zeros when there is none. */
struct place places_find(const struct places *p, size_t offset);
void places_free(struct places *p);

#endif
