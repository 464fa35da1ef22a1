/*
 * themes.h - the themes of checks that audit runs. A new theme: one file of checks, one
 * page beside it, one line here and one in main.c.
 */
#ifndef AUDIT_THEMES_H
#define AUDIT_THEMES_H

#include "kube/checks.h"

extern const struct theme objects_theme, resources_theme, sizes_theme, probes_theme;
extern const struct theme availability_theme, spread_theme, autoscaling_theme;
extern const struct theme hardening_theme, host_paths_theme;

#endif
