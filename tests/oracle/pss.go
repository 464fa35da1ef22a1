// Pod Security: which checks of a level and version a pod fails, by Kubernetes' evaluator and
// our check ids.
package main

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	kjson "sigs.k8s.io/json"
)

// Kubernetes' checks and ours. Where a check has a stricter form under restricted, both forms
// are one of ours.
var pssChecks = map[policy.CheckID]string{
	"allowPrivilegeEscalation":   "pss-restr-allow-priv-escalation",
	"appArmorProfile":            "pss-base-apparmor",
	"capabilities_baseline":      "pss-base-capabilities",
	"capabilities_restricted":    "pss-restr-capabilities",
	"hostNamespaces":             "pss-base-host-namespaces",
	"hostPathVolumes":            "pss-base-hostpath",
	"hostPorts":                  "pss-base-hostports",
	"hostProbesAndHostLifecycle": "pss-base-host-probes",
	"privileged":                 "pss-base-privileged",
	"procMount":                  "pss-base-procmount",
	"procMount_restricted":       "pss-base-procmount",
	"restrictedVolumes":          "pss-restr-volumes",
	"runAsNonRoot":               "pss-restr-run-as-non-root",
	"runAsUser":                  "pss-restr-run-as-user",
	"seLinuxOptions":             "pss-base-selinux",
	"seccompProfile_baseline":    "pss-base-seccomp",
	"seccompProfile_restricted":  "pss-restr-seccomp",
	"sysctls":                    "pss-base-sysctls",
	"windowsHostProcess":         "pss-base-windows-hostprocess",
}

// Before 1.19 the baseline check reads annotations, and we have another check for it.
var seccompField = api.MajorMinorVersion(1, 19)

func pssID(check policy.CheckID, since api.Version) string {
	if check == "seccompProfile_baseline" && since.Older(seccompField) {
		return "pss-base-seccomp-annotation"
	}
	if id, known := pssChecks[check]; known {
		return id
	}
	return "unknown-" + string(check)
}

// named makes a check give our id as its reason; that is the only field of the result that
// names the check.
func named(check policy.CheckPodFn, id string) policy.CheckPodFn {
	return func(metadata *metav1.ObjectMeta, spec *corev1.PodSpec) policy.CheckResult {
		result := check(metadata, spec)
		result.ForbiddenReason = id
		return result
	}
}

var pssEvaluator = func() policy.Evaluator {
	checks := policy.DefaultChecks()
	for i, check := range checks {
		for v, version := range check.Versions {
			checks[i].Versions[v].CheckPod = named(version.CheckPod, pssID(check.ID,
				version.MinimumVersion))
		}
	}
	evaluator, err := policy.NewEvaluator(checks, nil)
	if err != nil {
		panic(err)
	}
	return evaluator
}()

type pssCase struct {
	Level   string `json:"level"`
	Version string `json:"version"`
	Pod     struct {
		Metadata metav1.ObjectMeta `json:"metadata"`
		Spec     corev1.PodSpec    `json:"spec"`
	} `json:"pod"`
}

// withDefaults adds the one default of the API server that changes a verdict: a volume without
// a source is an emptyDir.
func withDefaults(spec *corev1.PodSpec) *corev1.PodSpec {
	for i, volume := range spec.Volumes {
		if volume.VolumeSource == (corev1.VolumeSource{}) {
			spec.Volumes[i].EmptyDir = &corev1.EmptyDirVolumeSource{}
		}
	}
	return spec
}

// answerPSS skips what the API server would not read: the evaluator never sees it.
func answerPSS(line string) string {
	var c pssCase
	if err := kjson.UnmarshalCaseSensitivePreserveInts([]byte(line), &c); err != nil {
		return skip
	}
	level, levelErr := api.ParseLevel(c.Level)
	version, versionErr := api.ParseVersion(c.Version)
	if levelErr != nil || versionErr != nil {
		return skip
	}
	failed := []string{}
	for _, result := range pssEvaluator.EvaluatePod(api.LevelVersion{Level: level,
		Version: version},
		&c.Pod.Metadata, withDefaults(&c.Pod.Spec)) {
		if !result.Allowed {
			failed = append(failed, result.ForbiddenReason)
		}
	}
	if len(failed) == 0 {
		return "allowed"
	}
	slices.Sort(failed)
	return "forbidden " + strings.Join(slices.Compact(failed), ",")
}
