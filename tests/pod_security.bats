#!/usr/bin/env bats
# Pod Security, hardening and host paths: which check speaks where several could, how grave it
# is, and at which version. What each check finds alone is in audit/checks.

load helper

setup() {
	private_home
}

# pod SPEC: a manifest p.yaml with one pod; SPEC is YAML of one line.
pod() {
	printf '%s\n' 'apiVersion: v1' 'kind: Pod' 'metadata: { name: p }' "spec: $1" >p.yaml
}

# said [options]: "check severity" of every finding on p.yaml, sorted.
said() {
	kubectl-mks-audit -f p.yaml -o json "$@" >found.json || [ $? -eq 2 ]
	jq -r '.findings[] | "\(.check) \(.severity)"' found.json | sort
}

container() { # container SECURITYCONTEXT [SPEC]
	pod "{ ${2-} containers: [{ name: c, securityContext: { $1 } }] }"
}

@test "a rule counts from its version on" {
	pod '{ containers: [{ name: c, livenessProbe: { httpGet: { host: h, port: 80 } } }] }'
	[ "$(said --check pss-base-host-probes --pod-security-version v1.33)" = '' ]
	[ "$(said --check pss-base-host-probes --pod-security-version v1.34)" = 'pss-base-host-probes warning' ]
	[ "$(said --check pss-base-host-probes)" = 'pss-base-host-probes warning' ]
}

@test "a rule counts until its version" {
	container 'runAsUser: 0' 'hostUsers: false,'
	[ "$(said --check pss-restr-run-as-user --pod-security-version v1.34)" = 'pss-restr-run-as-user warning' ]
	[ "$(said --check pss-restr-run-as-user --pod-security-version v1.35)" = '' ]
}

@test "a field that breaks a baseline and a restricted rule is the baseline rule's" {
	pod '{ volumes: [{ name: a, hostPath: { path: /srv } }, { name: b, nfs: { server: n, path: / } }],
  securityContext: { seccompProfile: { type: Unconfined } },
  containers: [{ name: c, securityContext: { capabilities: { add: [SYS_TIME], drop: [ALL] } } }] }'
	run said --check 'pss-*-volumes' --check pss-base-hostpath --check 'pss-*-seccomp' --check 'pss-*-capabilities'
	[ "$output" = 'pss-base-capabilities warning
pss-base-hostpath warning
pss-base-seccomp warning
pss-restr-volumes info' ]
	jq -e '.findings[] | select(.check == "pss-restr-volumes").path == "spec.volumes[1].nfs"' found.json
}

@test "where only the restricted rule runs it speaks for both" {
	pod '{ volumes: [{ name: a, hostPath: { path: /srv } }], containers: [{ name: c }] }'
	[ "$(said --check 'pss-restr-volumes')" = 'pss-restr-volumes info' ]
	[ "$(said --check 'pss-*' --skip pss-base-hostpath | grep volumes)" = 'pss-restr-volumes info' ]
}

@test "an unmasked /proc in a user namespace is restricted's matter" {
	container 'procMount: Unmasked'
	[ "$(said --check pss-base-procmount)" = 'pss-base-procmount error' ]
	container 'procMount: Unmasked' 'hostUsers: false,'
	[ "$(said --check pss-base-procmount)" = 'pss-base-procmount info' ]
	[ "$(said --check pss-base-procmount --pod-security-version v1.34)" = 'pss-base-procmount error' ]
}

@test "capabilities are as grave as what they lead to" {
	container 'capabilities: { add: [SYS_ADMIN] }'
	[ "$(said --check pod-dangerous-caps)" = 'pod-dangerous-caps error' ]
	container 'capabilities: { add: [SYS_ADMIN] }' 'hostUsers: false,'
	[ "$(said --check pod-dangerous-caps)" = 'pod-dangerous-caps warning' ]
	container 'capabilities: { add: [NET_ADMIN] }'
	[ "$(said --check pod-dangerous-caps)" = 'pod-dangerous-caps warning' ]
	container 'capabilities: { add: [NET_ADMIN] }' 'hostNetwork: true,'
	[ "$(said --check pod-dangerous-caps)" = 'pod-dangerous-caps error' ]
	container 'capabilities: { add: [SYS_TIME] }' 'hostNetwork: true,'
	[ "$(said --check pod-dangerous-caps)" = 'pod-dangerous-caps warning' ]
	container 'capabilities: { add: [SYS_TIME, BPF] }'
	[ "$(said --check pod-dangerous-caps)" = 'pod-dangerous-caps error' ]
}

# mounted PATH READONLY: what the checks of host paths say.
mounted() {
	pod "{ volumes: [{ name: h, hostPath: { path: $1 } }],
  containers: [{ name: c, volumeMounts: [{ name: h, mountPath: /h, readOnly: $2 }] }] }"
	said --check host-paths
}

@test "one check speaks of a path of the node" {
	[ "$(mounted /var/run/docker.sock false)" = 'pod-runtime-socket error' ]
	[ "$(mounted /root/.aws false)" = 'pod-cloud-creds error' ]
	[ "$(mounted /etc false)" = 'pod-sensitive-hostpath error' ]
	[ "$(mounted /srv false)" = 'pod-hostpath-writable warning' ]
	[ "$(mounted /srv true)" = '' ]
	[ "$(mounted /etc/localtime false)" = 'pod-hostpath-writable warning' ]
	[ "$(mounted /etc/localtime true)" = '' ]
}

@test "a read-only mount is milder where reading is harmless" {
	[ "$(mounted /proc true)" = 'pod-sensitive-hostpath warning' ]
	[ "$(mounted /proc false)" = 'pod-sensitive-hostpath error' ]
	[ "$(mounted / true)" = 'pod-sensitive-hostpath error' ]
	[ "$(mounted /var/lib/kubelet true)" = 'pod-sensitive-hostpath error' ]
	[ "$(mounted /run/containerd/containerd.sock true)" = 'pod-runtime-socket error' ]
}

@test "harmless paths are a parameter" {
	printf '%s\n' 'checks:' '  pod-sensitive-hostpath: { except: "/etc/motd,/sys" }' >config.yaml
	pod '{ volumes: [{ name: a, hostPath: { path: /etc/motd } }, { name: b, hostPath: { path: /sys/fs } },
  { name: d, hostPath: { path: /etc/localtime } }], containers: [{ name: c }] }'
	run said --check pod-sensitive-hostpath --config config.yaml
	[ "$output" = 'pod-sensitive-hostpath error' ]
	jq -e '.findings[].path == "spec.volumes[2].hostPath.path"' found.json
}

@test "the lowest good user id is a parameter" {
	printf '%s\n' 'checks:' '  pod-low-uid: { severity: warning, least: "500" }' >config.yaml
	container 'runAsUser: 1000'
	[ "$(said --check pod-low-uid)" = 'pod-low-uid info' ]
	[ "$(said --check pod-low-uid --config config.yaml)" = '' ]
}
