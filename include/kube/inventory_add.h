/*
 * inventory_add.h - what checks across objects need is taken from each object here.
 */
#ifndef KUBE_INVENTORY_ADD_H
#define KUBE_INVENTORY_ADD_H

#include "kube/inventory.h"

/* s is inventory_subject()'s for this object; o->kind is not NULL. */
void inventory_add(struct inventory *inv, const struct object *o, struct subject *s);

#endif
