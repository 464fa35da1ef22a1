#!/usr/bin/env bats
# Files that are broken, hostile or absurd: the place is named, the exit status tells, and
# nothing is left out without a word. Beside each one there is a good file, still judged.

load helper

setup() {
	private_home
	cat >good.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata: { name: good, namespace: shop }
spec: { containers: [ { name: c, image: "registry.example/c:1", securityContext: { privileged: true } } ] }
YAML
	privileged='securityContext: { privileged: true }'
}

audit() {
	kubectl-mks-audit --check pss-base-privileged "$@"
}

# usage: refused FILE PLACE_AND_REASON: it is not checked, and what else is given is
refused() {
	run -3 --separate-stderr audit -f "$1"
	printf '%s\n' "$output"
	[ -z "$stderr" ]
	[[ "$output" == *$'NOT CHECKED\n'"  $1:$2"$'\n'* ]]
	run -3 audit -f "$1" -o json
	[ "$(jq -r '.notChecked | length' <<<"$output")" = 1 ]
	run -2 audit -f "$1" -f good.yaml
	[[ "$output" == *"shop/po/good"*"NOT CHECKED"*"  $1:$2"$'\n'* ]]
}

# usage: found FILE WHERE...: one finding for each, and nothing was left out
found() {
	run -2 --separate-stderr audit -f "$1" -o json
	[ -z "$stderr" ]
	[ "$(jq -r '.notChecked | length' <<<"$output")" = 0 ]
	[ "$(jq -r '.findings[].object | "\(.namespace // "")/\(.name)"' <<<"$output" | sort | paste -sd ' ')" = "${*:2}" ]
}

# usage: findings FILE CHECK: "name: message" of each, sorted
findings() {
	run --separate-stderr kubectl-mks-audit -f "$1" --check "$2" -o json --fail-on never
	[ "$status" -eq 0 ]
	jq -r '.findings[] | "\(.object.name): \(.message)"' <<<"$output" | sort
}

# usage: repeat TEXT TIMES
repeat() {
	printf "%.0s$1" $(seq "$2")
}

# ---- what is no YAML and no JSON ----

@test "truncated YAML" {
	printf 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: "cut' >cut.yaml
	refused cut.yaml '4:13: found unexpected end of stream'
}

@test "truncated JSON" {
	printf '{"apiVersion":"v1","kind":"Pod",\n "metadata":{"name":"x"' >cut.json
	refused cut.json '2:24: truncated JSON: it ends at byte 56, inside the value that begins at byte 0'
}

@test "malformed YAML" {
	printf 'apiVersion: v1\nkind: Pod\nmetadata: [a\nb: }\n' >bad.yaml
	refused bad.yaml "4:2: did not find expected ',' or ']' while parsing a flow sequence that begins in line 3"
}

@test "malformed JSON" {
	printf '{"apiVersion":"v1","kind":"Pod",\n "metadata":{"name":"x",,}}' >bad.json
	refused bad.json "2:25: invalid JSON at byte 57: expected a name in quotes, found ','"
}

@test "of several documents only the broken one is left out" {
	{ cat good.yaml; printf -- '---\n- a\n---\n'; sed 's/good/second/' good.yaml; } >three.yaml
	run -2 audit -f three.yaml -o json
	[ "$(jq -c '[.findings[].object.name], .notChecked' <<<"$output")" = \
		$'["good","second"]\n["three.yaml:6:1: not an object but a list"]' ]
	{ cat good.yaml; printf -- '---\na: "\n'; } >two.yaml
	run -2 audit -f two.yaml -o json
	[ "$(jq -c '[.findings[].object.name]' <<<"$output")" = '["good"]' ]
	[[ "$(jq -r '.notChecked[]' <<<"$output")" == 'two.yaml:7:1: found unexpected end of stream while'* ]]
}

@test "HTML instead of YAML" {
	printf '<!DOCTYPE html>\n<html><head><title>404: Not Found</title></head></html>\n' >page.yaml
	refused page.yaml '2:23: mapping values are not allowed in this context'
	printf '<html><body>Sign in</body></html>\n' >page.yaml
	refused page.yaml '1:1: not an object but a single value'
}

@test "NUL bytes" {
	printf 'apiVersion: v1\nkind: Pod\nmetadata: {name: "a\0b"}\n' >nul.yaml
	refused nul.yaml '3:20: control characters are not allowed'
	printf '{"apiVersion":"v1","kind":"Pod",\n"metadata":{"name":"a\0b"}}\n' >nul.json
	refused nul.json '2:22: invalid JSON at byte 54: control character in a string'
}

@test "an archive and a picture" {
	gzip -c good.yaml >archive.yaml
	run -3 audit -f archive.yaml
	[[ "$output" == *$'NOT CHECKED\n  archive.yaml:1:1: '* ]]
	printf '\x89PNG\r\n\x1a\n\0\0\0\rIHDR' >picture.yaml
	run -3 audit -f picture.yaml
	[[ "$output" == *$'NOT CHECKED\n  picture.yaml:1:1: '* ]]
}

@test "UTF-16 with a byte order mark is read, and UTF-8 with one" {
	yamljson good.yaml >good.json
	for file in good.yaml good.json; do
		{ printf '\xff\xfe'; iconv -t UTF-16LE $file; } >"16le-$file"
		{ printf '\xfe\xff'; iconv -t UTF-16BE $file; } >"16be-$file"
		{ printf '\xef\xbb\xbf'; cat $file; } >"8-$file"
		found "16le-$file" shop/good
		found "16be-$file" shop/good
		found "8-$file" shop/good
	done
}

# ---- bombs ----

@test "a thousand levels" {
	{ printf 'apiVersion: v1\nkind: Pod\nspec: '; repeat '[' 1000; repeat ']' 1000; } >deep.yaml
	refused deep.yaml '3:206: nested deeper than 200 levels'
	{ printf 'apiVersion: v1\nkind: Pod\nspec:\n'; for ((i = 1; i <= 1000; i++)); do printf "%${i}sa:\n" ''; done; } >block.yaml
	refused block.yaml '203:201: nested deeper than 200 levels'
	{ printf '{"apiVersion":"v1","kind":"Pod",\n"spec":'; repeat '[' 1000; repeat ']' 1000; printf '}'; } >deep.json
	refused deep.json '2:207: invalid JSON at byte 239: more than 200 levels deep'
}

@test "aliases of aliases of aliases" {
	{
		printf 'apiVersion: v1\nkind: Pod\nspec:\n  a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n'
		for ((i = 1; i < 10; i++)); do
			printf '  a%d: &a%d [%s]\n' $i $i "$(repeat "*a$((i - 1))," 10)"
		done
	} >bomb.yaml
	refused bomb.yaml '7:20: document contains excessive aliasing'
}

@test "an anchor that contains itself, and one that is not there" {
	printf 'apiVersion: v1\nkind: Pod\nspec: &s\n  x: *s\n' >cycle.yaml
	refused cycle.yaml "4:6: anchor 's' value contains itself"
	printf 'apiVersion: v1\nkind: Pod\nspec: *nix\n' >unknown.yaml
	refused unknown.yaml "3:7: unknown anchor 'nix' referenced"
}

@test "an object of 40 MB is refused, and the next file is read" {
	{
		printf '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"large","annotations":{"a":"'
		head -c 40000000 /dev/zero | tr '\0' x
		printf '"}},"spec":{"containers":[{"name":"c","securityContext":{"privileged":true}}]}}\n'
	} >large.json
	run -2 audit -f large.json -f good.yaml -o json
	if [ "$(jq '.notChecked | length' <<<"$output")" = 0 ]; then
		[ "$(jq -r '.findings[].object.name' <<<"$output" | paste -sd ' ')" = 'large good' ]
	else
		[ "$(jq -r '.findings[].object.name' <<<"$output")" = good ]
		[[ "$(jq -r '.notChecked[0]' <<<"$output")" == 'large.json:1:1: '*'larger than '*' MiB' ]]
	fi
}

@test "thousands of containers in one pod" {
	jq -n '{apiVersion: "v1", kind: "Pod", metadata: {name: "many"}, spec: {containers:
		[range(3000) | {name: "c\(.)", securityContext: {privileged: true}}]}}' >many.json
	run -2 audit -f many.json -o json
	[ "$(jq -c '[.summary.error, ([.findings[].container] | unique | length)]' <<<"$output")" = '[3000,3000]' ]
}

# ---- what is YAML, but no object ----

@test "a document that is a list, a text or a number" {
	printf -- '- a\n- b\n' >list.yaml
	refused list.yaml '1:1: not an object but a list'
	printf '[1,2]\n' >list.json
	refused list.json '1:1: not an object but a list'
	printf 'just text\n' >text.yaml
	refused text.yaml '1:1: not an object but a single value'
	printf '\n42\n' >number.yaml
	refused number.yaml '2:1: not an object but a single value'
}

@test "an object that does not say what it is" {
	printf 'apiVersion: v1\nmetadata: { name: a }\n' >kind.yaml
	refused kind.yaml "1:1: Object 'Kind' is missing"
	printf '# a comment\nkind: Pod\nmetadata: { name: a }\n' >version.yaml
	refused version.yaml "2:1: Object 'apiVersion' is missing"
	printf 'apiVersion: v1\nkind: [Pod]\n' >types.yaml
	refused types.yaml "1:1: Object 'Kind' is missing"
}

@test "a List whose items is no list" {
	printf 'apiVersion: v1\nkind: List\nitems: { a: 1 }\n' >map.yaml
	refused map.yaml '3:1: items is not a list'
	printf '{"apiVersion": "v1", "kind": "PodList",\n"items": "none"}\n' >text.json
	refused text.json '2:1: items is not a list'
	printf 'apiVersion: v1\nkind: List\nitems: null\n' >null.yaml
	run -0 audit -f null.yaml
}

@test "items that are no objects are left out, and the others are judged" {
	printf '{"apiVersion":"v1","kind":"List","items":[7,\n%s,\n"x"]}' "$(yamljson good.yaml)" >items.json
	run -2 audit -f items.json -o json
	[ "$(jq -c '[.findings[].object.name], .notChecked' <<<"$output")" = \
		$'["good"]\n["items.json:1:43: not an object but a single value","items.json:3:1: not an object but a single value"]' ]
}

# ---- nothing at all ----

@test "an empty file, comments and separators hold nothing, and it says so" {
	: >empty.yaml
	printf -- '# nothing\n---\n---\nnull\n---\n{}\n' >separators.yaml
	run -0 audit -f empty.yaml
	[[ "${lines[0]}" == '1 file, nothing to check '* ]]
	head -5 separators.yaml >nothing.yaml
	run -0 audit -f nothing.yaml
	[[ "${lines[0]}" == '1 file, nothing to check '* ]]
	run -3 audit -f separators.yaml
	[[ "$output" == *"separators.yaml:6:1: Object 'Kind' is missing"* ]]
}

@test "an empty directory is an error with kubectl's words" {
	mkdir empty
	run -1 audit -f empty -f good.yaml
	[ "$output" = 'error: error reading [empty]: recognized file extensions are [.json .yaml .yml]' ]
}

@test "a directory with the name of a file" {
	mkdir -p dir/x.yaml
	cp good.yaml dir/
	cp good.yaml dir/x.yaml/more.yaml
	run -2 audit -f dir
	[[ "${lines[0]}" == '1 file, '* ]]
	run -2 audit -R -f dir
	[[ "${lines[0]}" == '2 files, '* ]]
}

# Root may read everything: then somebody else runs it, from where everybody may look.
@test "a file that may not be read" {
	local as=() open
	[ "$(id -u)" -ne 0 ] || as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
	open=$(mktemp -d /tmp/bad_input.XXXXXX)
	chmod 755 "$open"
	cp "$(command -v kubectl-mks-audit)" good.yaml "$open"
	cd "$open"
	mv good.yaml closed.yaml
	chmod 0 closed.yaml
	run -1 "${as[@]}" ./kubectl-mks-audit -f closed.yaml
	rm -rf "$open"
	[ "$output" = 'error: open closed.yaml: permission denied' ]
}

@test "a link in a circle" {
	ln -s loop loop
	run -1 audit -f loop
	[[ "$output" == 'error: '*'loop'*'too many levels of symbolic links' ]]
}

@test "a file given twice is read twice and reported once" {
	run -2 audit -f good.yaml -f good.yaml -o json
	[ "$(jq -c '[.findings[].object.name]' <<<"$output")" = '["good"]' ]
}

# ---- streams ----

@test "standard input cannot be read twice" {
	run -1 audit -f - -f - <good.yaml
	[ "$output" = 'error: standard input cannot be used for multiple arguments' ]
}

@test "a closed stdin is not an empty one" {
	run -1 bash -c 'kubectl-mks-audit -f - <&-'
	[[ "$output" == 'error: read '*': bad file descriptor' ]]
	run -0 bash -c 'kubectl-mks-audit -f - </dev/null'
}

@test "broken standard input has a place too" {
	run -3 audit -f - <<<'a: "'
	[[ "$output" == *$'NOT CHECKED\n  STDIN:2:1: found unexpected end of stream'* ]]
}

@test "a closed stdout loses the report, not the verdict" {
	run -2 bash -c 'kubectl-mks-audit -f good.yaml >&-'
	[ -z "$output" ]
	run -2 bash -c 'kubectl-mks-audit -f good.yaml -o json=report.json >&-'
	jq -e '.summary.error == 1' report.json
}

@test "a full disk" {
	[ -e /dev/full ] || skip "no /dev/full here"
	for format in table wide json yaml html sarif junit csv markdown prometheus; do
		run -1 bash -c "kubectl-mks-audit -f good.yaml -o $format >/dev/full"
		[ "$output" = 'error: write stdout: no space left on device' ]
	done
}

@test "a reader that goes away ends it, without a word" {
	yes "$(cat good.yaml; echo ---)" | head -20000 |
		awk '/name: good/ { sub("good", "good-" ++n) } 1' >many.yaml
	run -0 bash -c 'kubectl-mks-audit -f many.yaml -o wide | head -1; exit $((PIPESTATUS[0] != 141))'
	[ "${#lines[@]}" = 1 ]
	[[ "$output" == 'SEVERITY '* ]]
}

# ---- objects that are not what they should be ----

@test "an object without metadata, and with null metadata" {
	printf 'apiVersion: v1\nkind: Pod\nspec: { containers: [ { name: c, %s } ] }\n' "$privileged" >none.yaml
	printf 'apiVersion: v1\nkind: Pod\nmetadata: null\nspec: { containers: [ { name: c, %s } ] }\n' "$privileged" >null.yaml
	for file in none.yaml null.yaml; do
		found $file /
		run -2 audit -f $file -o wide
		[[ "$output" == *" $file:"* ]]
		[ "$(findings $file obj-no-name)" = ': the object has no name' ]
	done
}

@test "fields of the wrong type are reported, each, and the rest is judged" {
	cat >types.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata: { name: 7, namespace: shop, labels: [a], annotations: text, ownerReferences: { kind: ReplicaSet } }
spec: { containers: nginx, volumes: 3, hostNetwork: "yes" }
---
apiVersion: v1
kind: Pod
metadata: { name: res, namespace: shop, labels: { version: 1 } }
spec:
  containers:
  - { name: c, image: 5, resources: "2Gi", ports: x, env: {}, livenessProbe: "on", command: sh }
  - just text
  - { name: second, securityContext: { privileged: true } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: d, namespace: shop }
spec: { replicas: many, strategy: Recreate, template: [] }
YAML
	diff -u - <(findings types.yaml obj-field-type) <<'EXPECTED'
7: containers is a text, expected a list
7: hostNetwork is a text, expected true or false
7: metadata.annotations is a text, expected a map
7: metadata.labels is a list, expected a map
7: metadata.name is a number, expected a text
7: metadata.ownerReferences is a map, expected a list
7: volumes is a number, expected a list
d: spec.replicas is a text, expected a number
d: spec.strategy is a text, expected a map
d: the pod template is a list, expected a map
res: a number cannot stand in metadata.labels
res: a text cannot stand in containers
res: command is a text, expected a list
res: env is a map, expected a list
res: image is a number, expected a text
res: livenessProbe is a text, expected a map
res: ports is a text, expected a list
res: resources is a text, expected a map
EXPECTED
	found types.yaml shop/res
	run -2 kubectl-mks-audit -f types.yaml -o json
	run -0 jq -r '.findings[] | select(.check | startswith("ha-single")) | .object.name' <<<"$output"
	[ -z "$output" ]
}

# usage: every_field FILE LEAST: each field as a text, a number, a list, a map gives a report
# with LEAST findings of the type
every_field() {
	local value
	yamljson "$MKS_TREE/tests/bad_input/$1" >whole.json
	for value in '"text"' 7 true '[]' '[7]' '["x"]' '{}' '{"a":{"b":[1]}}' 1e400; do
		jq -c --argjson value "$value" '. as $whole | paths |
			select(.[0] != "apiVersion" and .[0] != "kind") |
			. as $path | $whole | setpath($path; $value)' whole.json >odd.json
		run --separate-stderr kubectl-mks-audit -f odd.json --check '*' --honor -o json --fail-on never
		[ "$status" -eq 0 ]
		[ -z "$stderr" ]
		[ "$(jq '.notChecked | length' <<<"$output")" = 0 ]
		[ "$(jq '[.findings[] | select(.check == "obj-field-type")] | length' <<<"$output")" -ge "$2" ]
	done
}

@test "every field of a pod as something else: no crash, no silence" {
	every_field pod.yaml 50
}

@test "every field of other kinds as something else" {
	every_field others.yaml 25
}

@test "owners in a circle" {
	for pair in 'a u1 b u2' 'b u2 a u1' 'self u3 self u3'; do
		set -- $pair
		printf '%s\n' '---' 'apiVersion: v1' 'kind: Pod' \
			"metadata: { name: $1, namespace: s, uid: $2, ownerReferences: [ { apiVersion: v1, kind: Pod, name: $3, uid: $4, controller: true } ] }" \
			"spec: { containers: [ { name: c, $privileged } ] }"
	done >circle.yaml
	found circle.yaml s/a s/b s/self
}

@test "names with control characters" {
	printf 'apiVersion: v1\nkind: Pod\nmetadata: { name: "a\\e]0;x\\a\\r\\nb" }\nspec: { containers: [ { name: "\\u202e", %s } ] }\n' \
		"$privileged" >control.yaml
	for format in table wide name csv markdown; do
		run -2 audit -f control.yaml -o $format
		[[ "$output" != *[$'\e\a']* && "$output" != *$'\u202e'* ]]
	done
	run -2 audit -f control.yaml -o json
	[ "$(jq -r '.findings[0].object.name' <<<"$output")" = $'a\e]0;x\a\r\nb' ]
}

@test "numbers out of every range" {
	for replicas in 99999999999999999999 3000000000 1e30 -99999999999999999999; do
		printf 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: d }\nspec: { replicas: %s, template: { spec: { containers: [ { name: c } ] } } }\n' $replicas >huge.yaml
		[[ "$(findings huge.yaml obj-field-type)" == 'd: spec.replicas is '*', expected a whole number of at most 2147483647' ]]
		[ -z "$(findings huge.yaml 'ha-*replica*')" ]
	done
	sed -i 's/replicas: [^,]*/replicas: -1/' huge.yaml
	[ -z "$(findings huge.yaml 'ha-*replica*')" ]
	printf 'apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { terminationGracePeriodSeconds: 1.5, securityContext: { runAsUser: 9223372036854775808 }, containers: [ { name: c } ] }\n' >pod.yaml
	[ "$(findings pod.yaml obj-field-type)" = 'p: securityContext.runAsUser is 9223372036854775808, expected a whole number of at most 9223372036854775807
p: terminationGracePeriodSeconds is 1.5, expected a whole number of at most 9223372036854775807' ]
}

@test "quantities out of every range" {
	printf 'apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { containers: [ { name: c, resources: { requests: { cpu: -1, memory: 1.5Gx } } } ] }\n' >quantities.yaml
	[ "$(findings quantities.yaml res-quantity-invalid)" = 'p: cpu is negative: -1
p: memory is no quantity: "1.5Gx"' ]
	[ -z "$(findings quantities.yaml res-init-dominates)" ]
	for quantity in 99999999999999999999 1e999 1e-999 999999999999999999999999Ei; do
		sed "s/1.5Gx/$quantity/" quantities.yaml >huge.yaml
		run -2 kubectl-mks-audit -f huge.yaml -o json
		[ "$(jq '.notChecked | length' <<<"$output")" = 0 ]
	done
}

@test "percentages out of every range" {
	deployment='apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: d }\nspec: { replicas: 3, strategy: { rollingUpdate: { maxSurge: "%s", maxUnavailable: "%s" } }, template: { spec: { containers: [ { name: c } ] } } }\n'
	printf "$deployment" 1000000% 1000000% >percent.yaml
	[[ "$(findings percent.yaml ha-rollout-params)" == *'maxUnavailable 1000000% lets a rollout take all 3 replicas' ]]
	printf "$deployment" 99999999999999999999% 0% >percent.yaml
	[ -z "$(findings percent.yaml ha-rollout-params)" ]
	printf "$deployment" -5% 0% >percent.yaml
	[[ "$(findings percent.yaml ha-rollout-params)" == *'both zero'* ]]
}

@test "selectors that are none" {
	budget='apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: p, namespace: s }\nspec: { minAvailable: 1, selector: %s }\n'
	printf "$budget" '{ matchExpressions: [ { key: app, operator: Sometimes, values: [a] } ] }' >selector.yaml
	[ "$(findings selector.yaml ha-pdb-dangling)" = 'p: the selector is invalid: "Sometimes" is not a valid label selector operator' ]
	printf "$budget" '{ matchLabels: { app: "not a value!" } }' >selector.yaml
	[[ "$(findings selector.yaml ha-pdb-dangling)" == 'p: the selector is invalid: '*'Invalid value: "not a value!"'* ]]
	printf "$budget" '{ matchExpressions: [ { key: app, operator: In } ] }' >selector.yaml
	[[ "$(findings selector.yaml ha-pdb-dangling)" == 'p: the selector is invalid: '* ]]
	for selector in '[a]' 'app=web' 7 '{ matchLabels: [ app ] }' '{ matchExpressions: { key: app } }'; do
		printf "$budget" "$selector" >selector.yaml
		[[ "$(findings selector.yaml ha-pdb-dangling)" == 'p: the selector is invalid: '* ]]
	done
}

@test "of two equal keys none is believed" {
	cat >twice.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata: { name: twice }
spec:
  hostNetwork: false
  containers: []
  hostNetwork: true
YAML
	run -3 audit -f twice.yaml
	[[ "$output" == *"NOT CHECKED"*"twice.yaml:7:3: "*"hostNetwork"* ]]
	run -2 audit -f twice.yaml -f good.yaml
	[[ "$output" == *"shop/po/good"*"NOT CHECKED"*"twice.yaml:7:3"* ]]
}
