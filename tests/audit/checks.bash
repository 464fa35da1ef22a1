# check_fires ID: bad.yaml is reported exactly where its objects say so (annotation
# "expect", a line a finding: text that is part of "container: path: message"), and
# good.yaml not at all.
cases=$MKS_TREE/tests/audit/checks

findings() { # findings ID FILE: one compact JSON a finding
	local live= status=0
	[ -z "$(kubectl-mks-audit --list -o json | jq -r --arg id "$1" '.items[] | select(.check == $id and .liveOnly) | .check')" ] ||
		live=--as-if-live
	[ ! -f "$cases/$1/config.yaml" ] || live="$live --config $cases/$1/config.yaml"
	[ ! -f "$cases/$1/options" ] || live="$live $(cat "$cases/$1/options")"
	# shellcheck disable=SC2086
	kubectl-mks-audit -f "$2" --check "$1" --include-provider $live -o json >found.json 2>found.err || status=$?
	case $status in 0 | 2) ;; *) cat found.err; return 1 ;; esac
	jq -c --arg id "$1" '.findings[] | select(.check == $id) | { object: "\(.object.kind)/\(.object.namespace // "")/\(.object.name)",
		text: "\(.container // ""): \(.path // ""): \(.message)" }' found.json
}

expected() { # expected FILE: object TAB text, a line an expectation
	yamljson "$1" | jq -r 'if .items then .items[] else . end | select(.metadata.annotations.expect)
		| . as $o | .metadata.annotations.expect | split("\n")[] | select(. != "")
		| "\($o.kind)/\($o.metadata.namespace // "")/\($o.metadata.name // $o.metadata.generateName)\t\(.)"'
}

check_fires() {
	local id=$1 object text
	findings "$id" "$cases/$id/bad.yaml" >bad.jsonl
	expected "$cases/$id/bad.yaml" >expected.tsv
	[ -s expected.tsv ] || { echo "$id: bad.yaml expects nothing"; return 1; }
	diff -u --label expected --label reported \
		<(cut -f1 expected.tsv | sort -u) <(jq -r .object bad.jsonl | sort -u) || return 1
	while IFS=$'\t' read -r object text; do
		jq -e -s --arg o "$object" --arg t "$text" \
			'any(.[]; .object == $o and (.text | contains($t)))' bad.jsonl >/dev/null || {
			echo "$id: no finding on $object says: $text"
			cat bad.jsonl
			return 1
		}
	done <expected.tsv
	findings "$id" "$cases/$id/good.yaml" >good.jsonl
	[ ! -s good.jsonl ] || { echo "$id: good.yaml is reported:"; cat good.jsonl; return 1; }
}
