#!/usr/bin/env bats
# Every check on its own bad.yaml and good.yaml; the last test proves that none is left out.

load helper
load audit/checks

setup() {
	private_home
}

@test "obj-field-type" { check_fires obj-field-type; }
@test "obj-no-name" { check_fires obj-no-name; }
@test "obj-no-containers" { check_fires obj-no-containers; }
@test "res-cpu-request-missing" { check_fires res-cpu-request-missing; }
@test "res-cpu-limit-missing" { check_fires res-cpu-limit-missing; }
@test "res-memory-request-missing" { check_fires res-memory-request-missing; }
@test "res-memory-limit-missing" { check_fires res-memory-limit-missing; }
@test "res-best-effort" { check_fires res-best-effort; }
@test "res-memory-request-ne-limit" { check_fires res-memory-request-ne-limit; }
@test "res-cpu-request-ne-limit" { check_fires res-cpu-request-ne-limit; }
@test "res-limit-request-ratio" { check_fires res-limit-request-ratio; }
@test "res-qos-guaranteed" { check_fires res-qos-guaranteed; }
@test "res-ephemeral-storage-unset" { check_fires res-ephemeral-storage-unset; }
@test "res-ephemeral-storage-ne" { check_fires res-ephemeral-storage-ne; }
@test "res-emptydir-no-size-limit" { check_fires res-emptydir-no-size-limit; }
@test "res-out-of-range" { check_fires res-out-of-range; }
@test "res-request-gt-limit" { check_fires res-request-gt-limit; }
@test "res-quantity-invalid" { check_fires res-quantity-invalid; }
@test "res-unit-mistake" { check_fires res-unit-mistake; }
@test "res-init-dominates" { check_fires res-init-dominates; }
@test "res-extended-no-limit" { check_fires res-extended-no-limit; }
@test "res-hugepages-invalid" { check_fires res-hugepages-invalid; }
@test "probe-liveness-missing" { check_fires probe-liveness-missing; }
@test "probe-readiness-missing" { check_fires probe-readiness-missing; }
@test "probe-none" { check_fires probe-none; }
@test "probe-startup-missing" { check_fires probe-startup-missing; }
@test "probe-identical" { check_fires probe-identical; }
@test "probe-port-undeclared" { check_fires probe-port-undeclared; }
@test "probe-timing-insane" { check_fires probe-timing-insane; }
@test "probe-exec-heavy" { check_fires probe-exec-heavy; }
@test "probe-on-init" { check_fires probe-on-init; }
@test "life-graceful-shutdown" { check_fires life-graceful-shutdown; }
@test "life-termination-grace-zero" { check_fires life-termination-grace-zero; }
@test "ha-single-replica" { check_fires ha-single-replica; }
@test "ha-zero-replicas" { check_fires ha-zero-replicas; }
@test "ha-unavailable" { check_fires ha-unavailable; }
@test "ha-recreate-strategy" { check_fires ha-recreate-strategy; }
@test "ha-rollout-params" { check_fires ha-rollout-params; }
@test "ha-min-ready-seconds" { check_fires ha-min-ready-seconds; }
@test "ha-daemonset-update" { check_fires ha-daemonset-update; }
@test "ha-sts-headless" { check_fires ha-sts-headless; }
@test "ha-sts-pvc-retention" { check_fires ha-sts-pvc-retention; }
@test "ha-rwo-shared" { check_fires ha-rwo-shared; }
@test "ha-priority-class" { check_fires ha-priority-class; }
@test "ha-priority-class-unknown" { check_fires ha-priority-class-unknown; }
@test "ha-naked-pod" { check_fires ha-naked-pod; }
@test "ha-node-pinned" { check_fires ha-node-pinned; }
@test "ha-node-affinity-missing" { check_fires ha-node-affinity-missing; }
@test "ha-local-storage" { check_fires ha-local-storage; }
@test "ha-no-spread" { check_fires ha-no-spread; }
@test "ha-spread-selector-mismatch" { check_fires ha-spread-selector-mismatch; }
@test "ha-tsc-invalid" { check_fires ha-tsc-invalid; }
@test "ha-colocated-now" { check_fires ha-colocated-now; }
@test "ha-single-zone-nodepool" { check_fires ha-single-zone-nodepool; }
@test "ha-pdb-missing" { check_fires ha-pdb-missing; }
@test "ha-pdb-no-policy" { check_fires ha-pdb-no-policy; }
@test "ha-pdb-blocks-eviction" { check_fires ha-pdb-blocks-eviction; }
@test "ha-pdb-min-gt-hpa-min" { check_fires ha-pdb-min-gt-hpa-min; }
@test "ha-pdb-too-strict" { check_fires ha-pdb-too-strict; }
@test "ha-pdb-overlap" { check_fires ha-pdb-overlap; }
@test "ha-pdb-dangling" { check_fires ha-pdb-dangling; }
@test "ha-pdb-unhealthy-policy" { check_fires ha-pdb-unhealthy-policy; }
@test "ha-pdb-outdated-api" { check_fires ha-pdb-outdated-api; }
@test "ha-hpa-target-missing" { check_fires ha-hpa-target-missing; }
@test "ha-hpa-min-low" { check_fires ha-hpa-min-low; }
@test "ha-hpa-min-eq-max" { check_fires ha-hpa-min-eq-max; }
@test "ha-hpa-no-request" { check_fires ha-hpa-no-request; }
@test "ha-hpa-static-replicas" { check_fires ha-hpa-static-replicas; }
@test "ha-hpa-duplicate" { check_fires ha-hpa-duplicate; }
@test "ha-hpa-conditions" { check_fires ha-hpa-conditions; }
@test "ha-hpa-burst-exceeds" { check_fires ha-hpa-burst-exceeds; }
@test "ha-vpa-target" { check_fires ha-vpa-target; }
@test "pss-base-privileged" { check_fires pss-base-privileged; }
@test "pss-base-host-namespaces" { check_fires pss-base-host-namespaces; }
@test "pss-base-hostpath" { check_fires pss-base-hostpath; }
@test "pss-base-hostports" { check_fires pss-base-hostports; }
@test "pss-base-host-probes" { check_fires pss-base-host-probes; }
@test "pss-base-capabilities" { check_fires pss-base-capabilities; }
@test "pss-base-procmount" { check_fires pss-base-procmount; }
@test "pss-base-selinux" { check_fires pss-base-selinux; }
@test "pss-base-apparmor" { check_fires pss-base-apparmor; }
@test "pss-base-seccomp-annotation" { check_fires pss-base-seccomp-annotation; }
@test "pss-base-seccomp" { check_fires pss-base-seccomp; }
@test "pss-base-sysctls" { check_fires pss-base-sysctls; }
@test "pss-base-windows-hostprocess" { check_fires pss-base-windows-hostprocess; }
@test "pss-restr-volumes" { check_fires pss-restr-volumes; }
@test "pss-restr-allow-priv-escalation" { check_fires pss-restr-allow-priv-escalation; }
@test "pss-restr-run-as-non-root" { check_fires pss-restr-run-as-non-root; }
@test "pss-restr-run-as-user" { check_fires pss-restr-run-as-user; }
@test "pss-restr-seccomp" { check_fires pss-restr-seccomp; }
@test "pss-restr-capabilities" { check_fires pss-restr-capabilities; }
@test "psa-ns-unlabelled" { check_fires psa-ns-unlabelled; }
@test "psa-ns-privileged" { check_fires psa-ns-privileged; }
@test "psa-label-invalid" { check_fires psa-label-invalid; }
@test "psa-version-unpinned-latest" { check_fires psa-version-unpinned-latest; }
@test "psa-level-headroom" { check_fires psa-level-headroom; }
@test "psa-existing-violations" { check_fires psa-existing-violations; }
@test "pod-ro-rootfs" { check_fires pod-ro-rootfs; }
@test "pod-low-uid" { check_fires pod-low-uid; }
@test "pod-root-group" { check_fires pod-root-group; }
@test "pod-security-context-missing" { check_fires pod-security-context-missing; }
@test "pod-dangerous-caps" { check_fires pod-dangerous-caps; }
@test "pod-drop-net-raw" { check_fires pod-drop-net-raw; }
@test "pod-ssh-port" { check_fires pod-ssh-port; }
@test "pod-privileged-port" { check_fires pod-privileged-port; }
@test "pod-sudo" { check_fires pod-sudo; }
@test "pod-ephemeral-left" { check_fires pod-ephemeral-left; }
@test "pod-host-aliases" { check_fires pod-host-aliases; }
@test "pod-share-process-ns" { check_fires pod-share-process-ns; }
@test "pod-hostusers" { check_fires pod-hostusers; }
@test "pod-runtimeclass" { check_fires pod-runtimeclass; }
@test "pod-control-plane-toleration" { check_fires pod-control-plane-toleration; }
@test "pod-tolerate-all" { check_fires pod-tolerate-all; }
@test "pod-runtime-socket" { check_fires pod-runtime-socket; }
@test "pod-cloud-creds" { check_fires pod-cloud-creds; }
@test "pod-sensitive-hostpath" { check_fires pod-sensitive-hostpath; }
@test "pod-hostpath-writable" { check_fires pod-hostpath-writable; }
@test "pod-mount-propagation" { check_fires pod-mount-propagation; }
@test "exempt-invalid" { check_fires exempt-invalid; }
@test "exempt-expired" { check_fires exempt-expired; }
@test "exempt-unused" { check_fires exempt-unused; }

@test "every check has its case here, and every case its check" {
	kubectl-mks-audit --list -o name | sort >listed
	find "$cases" -mindepth 1 -maxdepth 1 -type d -exec basename {} \; | sort | diff -u listed -
	sed -n 's/^@test "\([a-z0-9-]*\)" { check_fires .*/\1/p' "$BATS_TEST_FILENAME" | sort | diff -u listed -
}
