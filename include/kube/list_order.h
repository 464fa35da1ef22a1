/*
 * list_order.h - which objects of a list were shown, so that none is shown twice.
 *
 * The API server's lists are in the byte order of "namespace/name", the order of its
 * store's keys. So one key says what was shown: all up to it.
 */
#ifndef KUBE_LIST_ORDER_H
#define KUBE_LIST_ORDER_H

#include "kube/buf.h"
#include "kube/json.h"

/* A zeroed one has shown nothing. */
struct list_order {
	struct buf shown;  /* key of the last object shown */
	struct buf before; /* of the one before in this answer */
	struct buf key;    /* of this one */
	bool any_shown, any_before;
	bool unsorted;     /* an object came that does not stand behind the one before */
	bool again;        /* only what is behind `shown` is new */
};

enum list_step { LIST_SHOW, LIST_PASS_OVER };

/* What is to be done with the next object; -1: ERR_DATA, it came before, or the order is lost. */
int list_order_step(struct list_order *o, struct json item, struct error *err);
/* Another answer begins that may hold again what was shown. */
void list_order_again(struct list_order *o);
void list_order_free(struct list_order *o);

#endif
