#!/usr/bin/env bats
# The pages of the themes say what the tables say.

load helper

setup() {
	private_home
}

pages() {
	cat "$MKS_TREE"/plugins/audit/*.md "$MKS_TREE"/common/checks/*.md
}

@test "every check has one section, and every section a check" {
	kubectl-mks-audit --list -o name | sort >listed
	pages | sed -n 's/^### \([a-z]*-[a-z0-9-]*\)$/\1/p' | sort | diff -u listed -
}

@test "a section's second line says title, severity and scope as the table does" {
	kubectl-mks-audit --list -o json | jq -r '.items[] | "\(.check)\t\(.title[:1] | ascii_upcase)\(.title[1:]). · \(
		if .severity == "off" then "off by default" else .severity end) · \(.scope)\(
		if .liveOnly then " · live only" else "" end)"' | sort >tables
	pages | awk '/^### [a-z]+-/ { id = $2; getline; print id "\t" $0 }' | sort >written
	diff -u tables written
}

@test "every section says why, what is looked at, how to mend it, and its source" {
	local id
	for id in $(kubectl-mks-audit --list -o name); do
		kubectl-mks-audit explain "$id" >text
		for part in Why. "Looked at." Fix. Source.; do
			grep -q "^$part" text || { echo "$id: no $part"; return 1; }
		done
		grep -q '^Source. https://' text || { echo "$id: no address"; return 1; }
	done
}
