/*
 * lists.h - lists of any length from the API server, all at once, one object in memory each.
 *
 *	struct api_list lists[] = {
 *		{ .kind = &kinds[KIND_POD], .chunk = 500, .item = see, .arg = run },
 *		{ .kind = &kinds[KIND_NODE], .item = see, .arg = run },
 *	};
 *	lists_run(http, lists, 2, err);
 *	if (lists[0].error.code == ERR_DENIED) ...
 *
 * The answers are streamed: each item is shown and forgotten. Pages are followed; the next
 * one is asked for as soon as its token is known, but its items come after those of the
 * page before. An answer that breaks off is asked for again, and what was shown is not
 * shown twice: objects come in the byte order of "namespace/name", so all up to the last
 * one shown are passed over (a list in another order cannot be continued, that is its
 * error then). A token that has expired (410) is replaced by the one the server offers, or
 * the list begins anew; `restarted` says so. A list is whole or it has an error: never
 * silently short.
 */
#ifndef KUBE_LISTS_H
#define KUBE_LISTS_H

#include "kube/http.h"
#include "kube/list.h"

/*
 * Runs all lists, in this order where they have to wait for one another. 0 even if single
 * ones failed (see their error); -1 when nothing can work: the server cannot be reached,
 * or does not know us (401). An optional kind that is not served is an empty list.
 */
int lists_run(struct http *h, struct api_list *lists, size_t n, struct error *err);

#endif
