#!/usr/bin/env bats
# Every console block of the README and the plugins' pages is run; what it prints must be
# what stands there. ACCEPT=1 writes it there.

load helper

setup() {
	private_home
	mkdir shim
	# What readers type is kubectl; here it is the plugin that kubectl would start.
	cat >shim/kubectl <<'SH'
#!/bin/sh
[ "$1" = mks ] || { echo "only kubectl mks is run here" >&2; exit 1; }
shift
exec kubectl-mks "$@"
SH
	chmod +x shim/kubectl
	PATH=$PWD/shim:$PATH
}

# Rewrites a page with what its commands print now; the time of a run is always 0.1s.
rerun() {
	awk '
		/^```console$/ { print; inside = 1; next }
		/^```$/ && inside { print; inside = 0; next }
		inside && /^\$ / {
			print
			command = substr($0, 3) " 2>&1"
			while ((command | getline line) > 0) {
				gsub(/checks in [0-9.]+s/, "checks in 0.1s", line)
				print line
			}
			close(command)
			next
		}
		!inside { print }
	' "$1"
}

page_is_true() {
	rerun "$MKS_TREE/$1" >now
	[ -z "${ACCEPT-}" ] || cp now "$MKS_TREE/$1"
	diff -u "$MKS_TREE/$1" now
}

@test "README: the console blocks are true" { page_is_true README.md; }

@test "audit's page: the console blocks are true" { page_is_true plugins/audit/README.md; }

@test "the links of the pages lead somewhere" {
	local page link
	for page in README.md plugins/audit/README.md; do
		for link in $(grep -oE '\]\([^)#]+' "$MKS_TREE/$page" | cut -c3- | grep -v '^http'); do
			[ -e "$MKS_TREE/$(dirname "$page")/$link" ] || { echo "$page: $link"; return 1; }
		done
	done
}
