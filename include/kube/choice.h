/*
 * choice.h - which checks a run has: --check, --skip, --severity, the configuration.
 */
#ifndef KUBE_CHOICE_H
#define KUBE_CHOICE_H

#include "kube/check.h"

/*
 * Chooses the checks. ERR_USAGE when `only` or `skip` name none; suggests the nearest.
 */
int run_start(struct run *run, struct error *err);
/* Whether every word (id, glob, theme) names a check; ERR_USAGE with the nearest id. words may be NULL. */
int choice_words(const struct run *run, const struct strings *words, struct error *err);
/* The kinds the chosen checks need. */
kind_mask run_kinds(const struct run *run);
/* The kinds a check judges and those it must know besides. */
kind_mask check_kinds(const struct check *check);
/* Severity in force: configured or default. */
int check_severity(const struct run *run, const struct check *check);

#endif
