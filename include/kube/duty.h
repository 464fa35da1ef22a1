/*
 * duty.h - whose an object is: the user's, or the provider's of the managed service.
 *
 * Decided by what the object says (labels, owners, field managers, namespace: mks.md §4),
 * not by a list of names.
 */
#ifndef KUBE_DUTY_H
#define KUBE_DUTY_H

#include "kube/finding.h"
#include "kube/objects.h"

int duty_of(const struct object *o); /* enum duty */

#endif
