/*
 * members.h - the members of JSON objects that are being written: of equal names only
 * one stays.
 *
 *	size_t first = m.n;
 *	members_begin(&m, out.len);        // "name" is written to out here
 *	members_named(&m, &out);           // ": value" is written here
 *	members_end(&m, out.len);
 *	...
 *	members_settle(&m, first, &out);   // before the closing brace
 *	members_cut(&m, first);
 *
 * The later of two counts, as in Go's maps; among members that a list of merges brought
 * in (`<<: [*a, *b]`) those of the earlier list item do. The text of the others is
 * overwritten with blanks, so that no offset changes.
 * A zeroed struct is an empty list; objects in objects stack up in it.
 */
#ifndef KUBE_MEMBERS_H
#define KUBE_MEMBERS_H

#include "kube/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct member {
	uint32_t start, end;   /* of the text: from the name's quote to the value's end */
	uint32_t name_len;     /* with quotes */
	uint32_t hash;         /* of the name */
	uint32_t list, item;   /* brought in by item `item` of list of merges `list`; 0: by none */
	bool merged;
	bool dropped;
};

struct members {
	struct member *at;
	size_t n, cap;
	uint32_t *slots;       /* members_settle()'s */
	size_t n_slots;
};

void members_begin(struct members *m, size_t offset);
void members_named(struct members *m, const struct buf *out);
void members_end(struct members *m, size_t offset);
/* Adds the members in out[from, end), text of a JSON object without its braces. */
void members_scan(struct members *m, const struct buf *out, size_t from);
/* Says of those from `first` on that they were merged, by item `item` of list `list`. */
void members_merged(struct members *m, size_t first, uint32_t list, uint32_t item);
/* Leaves one of each name; those dropped also leave the list. */
void members_settle(struct members *m, size_t first, struct buf *out);
/*
 * Two of one name that a careful reader refuses: both written out, or one that a merge
 * after it overrides. NULL: none. To be asked before members_settle().
 */
const struct member *members_clash(struct members *m, size_t first, const struct buf *out);
void members_cut(struct members *m, size_t n);
void members_free(struct members *m);

#endif
