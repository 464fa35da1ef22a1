/*
 * verdict.h - the end of a run: from findings to a report.
 *
 * Concludes and settles what depends on other objects, drops what is not the user's, not
 * in scope, exempted or known from before, sorts, and says what was not checked.
 */
#ifndef KUBE_VERDICT_H
#define KUBE_VERDICT_H

#include "kube/baseline.h"
#include "kube/choice.h"

/*
 * Fills findings, rules and totals of the report; the caller fills what describes the
 * target. `got` says what could not be read. baseline may be NULL. All is owned by the
 * run's arena.
 */
void verdict(struct run *run, const struct objects_result *got, struct baseline *baseline,
             struct report *report);

/* A check as outputs describe it, with its section of the theme's page. */
struct rule rule_of(struct run *run, const struct check *c, const struct theme *theme);

#endif
