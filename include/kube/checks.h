/*
 * checks.h - the themes of common/checks, which more than one plugin runs.
 */
#ifndef KUBE_CHECKS_H
#define KUBE_CHECKS_H

#include "kube/check.h"

extern const struct theme disruption_theme, exemptions_theme, pod_security_theme;
extern const struct theme namespace_security_theme;

#endif
