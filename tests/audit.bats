#!/usr/bin/env bats
# kubectl mks audit on files: what it reports, on whom, in which form, with which status.

load helper

setup() {
	private_home
	cat >web.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
      - name: nginx
        image: registry.example/web:1
        securityContext:
          privileged: true
YAML
}

audit() {
	kubectl-mks-audit "$@"
}

# ---- exit status ----

@test "errors give the exit status 2" {
	run -2 audit -f web.yaml
}

@test "no findings at --fail-on give 0" {
	run -0 audit -f web.yaml --check res-cpu-request-missing
	run -2 audit -f web.yaml --check res-cpu-request-missing --fail-on warning
	run -0 audit -f web.yaml --fail-on never
}

@test "usage errors give 1 and kubectl's words" {
	run -1 --separate-stderr audit --bogus
	[ "${stderr_lines[0]}" = "error: unknown flag: --bogus" ]
	[ -z "$output" ]
}

@test "an unknown check names the nearest" {
	run -1 audit -f web.yaml --check pss-base-priviliged
	[ "$output" = 'error: there is no check "pss-base-priviliged"; did you mean "pss-base-privileged"?' ]
}

@test "an unknown severity, fail-on, output or selector is an error before any work" {
	run -1 audit -f web.yaml --severity bad
	run -1 audit -f web.yaml --fail-on bad
	run -1 audit -f web.yaml -o bad
	[[ "$output" == 'error: unable to match a printer suitable for the output format "bad", allowed formats are: '* ]]
	run -1 audit -f web.yaml -l 'a=='=b
}

@test "a file that is not there is an error with kubectl's words" {
	run -1 audit -f missing.yaml
	[ "$output" = 'error: the path "missing.yaml" does not exist' ]
}

@test "a file that cannot be read is not checked, and the others are" {
	printf 'kind: Deployment\n\tbad: tab\n' >broken.yaml
	run -3 --separate-stderr audit -f broken.yaml
	[[ "$output" == *"NOT CHECKED"*"broken.yaml:2"* ]]
	run -2 audit -f broken.yaml -f web.yaml
	[[ "$output" == *"pss-base-privileged"*"NOT CHECKED"* ]]
}

# ---- what is reported ----

@test "a finding carries file, line and column of the field" {
	run -2 audit -f web.yaml --check pss-base-privileged -o json
	[ "$(jq -c '.findings[0] | [.source.line, .source.column, .path]' <<<"$output")" = \
		'[14,11,"spec.template.spec.containers[0].securityContext.privileged"]' ]
}

@test "a missing field is placed at the deepest part of its path that is there" {
	run -0 audit -f web.yaml --check res-cpu-request-missing -o json
	[ "$(jq -c '.findings[0].source.line' <<<"$output")" = 11 ]
}

@test "a pod, its ReplicaSet and its Deployment are reported once, on the Deployment" {
	run -2 audit demo --check pss-base-privileged -o json
	[ "$(jq -r '.findings[].object | "\(.kind)/\(.name)"' <<<"$output")" = Deployment/web ]
}

@test "a pod that differs from its template is reported on the owner and named" {
	run -2 audit demo --check pss-base-host-namespaces -o json
	[ "$(jq -r '.findings[] | "\(.object.kind)/\(.object.name) \(.seenOn)"' <<<"$output")" = \
		"Deployment/web pod/web-7d4b9c6f58-x8v9p" ]
	[[ "$(jq -r '.findings[0].message' <<<"$output")" == *"differs from its template" ]]
}

@test "what is the provider's is not counted, and shown with --include-provider" {
	run -2 audit demo -o json
	[ "$(jq '[.findings[] | select(.object.namespace == "kube-system")] | length' <<<"$output")" = 0 ]
	[ "$(jq '.summary.providers > 0' <<<"$output")" = true ]
	run -2 audit demo --include-provider -o json
	[ "$(jq '[.findings[] | select(.duty == "provider'"'"'s")] | length > 0' <<<"$output")" = true ]
}

@test "Deployment, Service and budget of two files are one set" {
	cat >pdb.yaml <<'YAML'
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web, namespace: shop }
spec: { minAvailable: 2, selector: { matchLabels: { app: web } } }
YAML
	run -2 audit -f web.yaml -f pdb.yaml --check ha-pdb-missing --check ha-pdb-blocks-eviction -o json
	[ "$(jq -r '.findings[].check' <<<"$output")" = ha-pdb-blocks-eviction ]
}

@test "-l reports only on objects with the labels, but sees the others" {
	run -0 audit demo -l app=web -o json --fail-on never
	[ "$(jq -r '[.findings[].object.name] | unique[]' <<<"$output")" = web ]
	sed 's/name: web,/name: web, labels: { app: web },/' web.yaml >labelled.yaml
	run -2 audit -f labelled.yaml -l app=web --check pss-base-privileged
	run -0 audit -f labelled.yaml -l app=db --check pss-base-privileged
}

@test "-n restricts files too" {
	run -0 audit -f web.yaml -n other --check pss-base-privileged
	run -2 audit -f web.yaml -n shop --check pss-base-privileged
}

@test "standard input, lists, JSON and JSON lines are read" {
	run -2 bash -c 'kubectl-mks-audit -f - --check pss-base-privileged <web.yaml'
	yamljson web.yaml >web.json
	run -2 audit -f web.json --check pss-base-privileged
	jq -c '{apiVersion: "v1", kind: "List", items: [.]}' web.json >list.json
	run -2 audit -f list.json --check pss-base-privileged
	cat web.json web.json >lines.json
	run -2 audit -f lines.json --check pss-base-privileged
	[[ "$output" == *"shop/deploy/web"* ]]
}

@test "every run says the same" {
	run -2 audit demo -o json
	local first=$output
	for _ in 1 2 3; do
		run -2 audit demo -o json
		[ "$output" = "$first" ]
	done
}

# ---- choosing ----

@test "--check and --skip take ids, patterns and themes" {
	run -0 audit -f web.yaml --check probes -o json
	[ "$(jq -r '[.checks[].id | select(startswith("probe-") or startswith("life-") | not)] | length' <<<"$output")" = 0 ]
	run -0 audit -f web.yaml --skip 'pss-*' --skip resources -o json
	[ "$(jq -r '[.checks[].id | select(startswith("pss-"))] | length' <<<"$output")" = 0 ]
}

@test "a check that is off runs when it is named" {
	run -0 audit -f web.yaml --check res-qos-guaranteed -o json
	[ "$(jq '.summary.info' <<<"$output")" = 1 ]
}

@test "--severity hides what is below, and changes one check" {
	run -2 audit -f web.yaml --severity error -o json
	[ "$(jq '.summary.warning + .summary.info' <<<"$output")" = 0 ]
	run -2 audit -f web.yaml --check res-cpu-request-missing --severity res-cpu-request-missing=error
}

# ---- configuration, exemptions, baseline ----

@test "a configuration changes severities and parameters" {
	printf 'checks:\n  ha-single-replica: { severity: error, min-replicas: 3 }\n' >config.yaml
	run -2 audit -f web.yaml --check ha-single-replica --config config.yaml
	[[ "$output" == *"2 replicas"* || "$output" == *"ha-single-replica"* ]]
}

@test "an unknown key of the configuration is an error with its line and the nearest key" {
	printf 'checks: {}\nexemption: []\n' >config.yaml
	run -1 audit -f web.yaml --config config.yaml
	[ "$output" = 'error: config.yaml:2:1: unknown key "exemption"; did you mean "exemptions"?' ]
}

@test "a configuration with a wrong value, check or parameter is an error with its line" {
	printf 'checks:\n  res-cpu-limit-missing: { severity: loud }\n' >config.yaml
	run -1 audit -f web.yaml --config config.yaml
	[[ "$output" == *'config.yaml:2:'*'severity is error, warning, info or off, not "loud"' ]]
	printf 'checks:\n  no-such-check: { severity: off }\n' >config.yaml
	run -1 audit -f web.yaml --config config.yaml
	[[ "$output" == *'config.yaml:2:'*'there is no check "no-such-check"' ]]
	printf 'checks:\n  ha-single-replica: { replicas: 3 }\n' >config.yaml
	run -1 audit -f web.yaml --config config.yaml
	[[ "$output" == *'check ha-single-replica has no "replicas"; it has: severity, min-replicas' ]]
	printf 'exemptions:\n- check: ha-no-spread\n' >config.yaml
	run -1 audit -f web.yaml --config config.yaml
	[[ "$output" == *"an exemption needs a reason" ]]
}

@test "an exemption silences by kind, namespace, name and container, and is counted" {
	cat >config.yaml <<'YAML'
exemptions:
- { check: "pss-base-*", kind: Deployment, namespace: sh?p, name: "w*", container: nginx, reason: reads the host }
YAML
	run -0 audit -f web.yaml --check pss-base-privileged --config config.yaml -o json
	[ "$(jq -c '[.summary.exempted, .exempted[0].exemptedBy]' <<<"$output")" = '[1,"reads the host"]' ]
	sed -i 's/nginx/other/' config.yaml
	run -2 audit -f web.yaml --check pss-base-privileged --config config.yaml
}

@test "an expired exemption silences nothing and is a finding" {
	printf 'exemptions:\n- { check: pss-base-privileged, reason: x, owner: team-a, expires: 2026-01-01 }\n' >config.yaml
	run -2 audit -f web.yaml --config config.yaml -o json
	[ "$(jq -r '.findings[] | select(.check == "exempt-expired") | .message' <<<"$output")" = \
		"the exemption from pss-base-privileged ended on 2026-01-01; it belongs to team-a" ]
	[ "$(jq '[.findings[] | select(.check == "pss-base-privileged")] | length' <<<"$output")" = 1 ]
}

@test "an exemption that silences nothing is a finding, but not when not everything ran" {
	printf 'exemptions:\n- { check: ha-pdb-overlap, reason: x }\n' >config.yaml
	run -2 audit -f web.yaml --config config.yaml -o json
	[ "$(jq '[.findings[] | select(.check == "exempt-unused")] | length' <<<"$output")" = 1 ]
	run -0 audit -f web.yaml --config config.yaml --check exempt-unused -o json
	[ "$(jq '.summary.info' <<<"$output")" = 0 ]
}

@test "annotations of other tools count only with --honor" {
	for line in 'polaris.fairwinds.com/runAsPrivileged-exempt: "true"' 'polaris.fairwinds.com/exempt: "true"' \
		'kube-score/ignore: container-security-context-privileged' \
		'ignore-check.kube-linter.io/privileged-container: needs it' 'kube-linter.io/ignore-all: x' \
		'kubescape.io/skip-controls: C-0057' 'checkov.io/skip1: CKV_K8S_16=needs it'; do
		sed "s|^metadata: .*|metadata:\n  name: web\n  namespace: shop\n  annotations:\n    $line|" web.yaml >honored.yaml
		run -2 audit -f honored.yaml --check pss-base-privileged
		run -0 audit -f honored.yaml --check pss-base-privileged --honor
	done
}

@test "a scope leaves out namespaces" {
	printf 'scope: { exclude-namespaces: ["sh*"] }\n' >config.yaml
	run -0 audit -f web.yaml --check pss-base-privileged --config config.yaml
}

@test "a baseline reports only what is new, and says what is fixed" {
	run -2 audit -f web.yaml --write-baseline known.json
	run -0 audit -f web.yaml --baseline known.json -o json
	[ "$(jq '[(.findings | length), .summary.fixed]' -c <<<"$output")" = '[0,0]' ]
	sed -i 's/privileged: true/privileged: false/; s/      containers:/      hostNetwork: true\n      containers:/' web.yaml
	run -2 audit -f web.yaml --baseline known.json -o json
	[ "$(jq -r '.findings[].check' <<<"$output")" = pss-base-host-namespaces ]
	[[ "$(jq -r '.fixed[]' <<<"$output")" == *"pss-base-privileged Deployment/shop/web"* ]]
}

@test "a fingerprint does not change with lines and messages" {
	run -2 audit -f web.yaml --check pss-base-privileged -o json
	local before
	before=$(jq -r '.findings[0].fingerprint' <<<"$output")
	sed -i '1i # a comment' web.yaml
	run -2 audit -f web.yaml --check pss-base-privileged -o json
	[ "$(jq -r '.findings[0].fingerprint' <<<"$output")" = "$before" ]
}

@test "a baseline that is none is an error" {
	run -1 audit -f web.yaml --baseline web.yaml
	[ "$output" = "error: web.yaml is no baseline; --write-baseline makes one" ]
}

# ---- the rest of the command line ----

@test "explain prints the page, and knows patterns" {
	run -0 audit explain ha-pdb-blocks-eviction
	[[ "$output" == "ha-pdb-blocks-eviction"*"Why."*"Fix."*"maxUnavailable: 1"*"Source. https://"* ]]
	[[ "$output" != *'`'* ]]
	run -0 audit explain 'ha-hpa-*'
	[[ "$output" == *"ha-hpa-target-missing"*"ha-hpa-duplicate"* ]]
	run -1 audit explain nothing-like-it
	run -1 audit explain
}

@test "--list shows every check, in every form" {
	run -0 audit --list
	[[ "${lines[0]}" == "CHECK "*"SEVERITY"*"SCOPE"*"TITLE" ]]
	[ "${#lines[@]}" -gt 100 ]
	run -0 audit --list -o name
	[ "${lines[0]}" = obj-field-type ]
	run -1 audit --list -o sarif
}

@test "--print-rbac prints a role with what the checks need and no more" {
	run -0 audit --print-rbac --check ha-pdb-no-policy
	[[ "$output" == *'apiGroups: ["policy"]'*'resources: [poddisruptionbudgets]'*'verbs: [list]'* ]]
	[[ "$output" != *pods]* ]]
	kubectl-mks-audit --print-rbac >role.yaml
	[ "$(yamljson role.yaml | jq -r .kind)" = ClusterRole ]
}

@test "-h prints help as kubectl does, on stdout" {
	run -0 --separate-stderr audit -h
	[[ "$output" == *"Examples:"*"Options:"*"-f, --filename"*"Usage:"* ]]
	[ -z "$stderr" ]
}

@test "the man page has every option of the help, and no other" {
	kubectl-mks-audit -h | sed -n 's/^    .*\(--[a-z-]*\)=.*/\1/p' | sort -u >helped
	sed 's/\\-/-/g; s/\\f.//g' "$MKS_TREE/plugins/audit/kubectl-mks-audit.1" | grep -oE '^(-[a-zA-Z], )?--[a-z-]+.*' |
		grep -oE -- '--[a-z-]+' | sort -u >manual
	comm -13 helped manual >only_manual
	[ ! -s only_manual ] || { cat only_manual; return 1; }
}

# ---- writing ----

@test "-o FORMAT=FILE writes the file whole, beside the table" {
	run -2 audit -f web.yaml -o table -o json=report.json
	[[ "$output" == "1 file"* ]]
	jq -e '.kind == "Report"' report.json
	[ ! -e report.json.new ]
}

@test "a file that cannot be written is an error, and what was there stays" {
	run -1 audit -f web.yaml -o json=no/such/dir/report.json
	[[ "$output" == "error: write no/such/dir/report.json: No such file or directory" ]]
}

@test "a full disk is an error" {
	[ -e /dev/full ] || skip "no /dev/full here"
	run -1 bash -c 'kubectl-mks-audit -f web.yaml -o wide >/dev/full'
	[[ "$output" == "error: "*"o space left on device" ]]
	run -1 audit -f web.yaml -o json=/dev/full
	[[ "$output" == "error: write /dev/full: No space left on device" ]]
}

@test "names and messages of a hostile file cannot move the cursor" {
	printf 'apiVersion: v1\nkind: Pod\nmetadata: { name: "a\\e[31mred\\u009b2J" }\nspec: { containers: [ { name: "x\\ty", image: i } ] }\n' >hostile.yaml
	for format in table wide name csv markdown; do
		run -0 audit -f hostile.yaml -o $format
		[ -n "$output" ]
		[[ "$output" != *$'\e'* ]]
		[[ "$output" != *$'\u009b'* ]]
	done
}
