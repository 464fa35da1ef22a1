/*
 * kubeconfig_types.h - the types of a kubeconfig, as client-go declares them.
 */
#ifndef KUBE_KUBECONFIG_TYPES_H
#define KUBE_KUBECONFIG_TYPES_H

#include "kube/shape.h"

extern const struct shape kubeconfig_shape;

#endif
