#!/usr/bin/env bats
# Every output form, read by what reads it in real life.

load helper

setup_file() {
	PYTHON=$("$BATS_TEST_DIRNAME/python")
	export PYTHON
}

setup() {
	private_home
	kubectl-mks-audit demo --check pss-base-privileged --write-baseline known.json --fail-on never >/dev/null
	cat >hostile.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata:
  name: "<script>alert(1)</script>|a`b`\",=cmd\n\x1b[31m"
  namespace: "ns\"&'\u2028"
spec:
  containers:
  - { name: "]]>", image: "i", securityContext: { privileged: true } }
YAML
}

# each_report NAME: the report in a form, of the sample, of files, of a hostile file, of nothing
each_report() {
	kubectl-mks-audit demo -o "$1" --fail-on never >demo.out
	kubectl-mks-audit -f "$MKS_TREE/tests/audit/checks/ha-pdb-missing/bad.yaml" -o "$1" --fail-on never >files.out
	kubectl-mks-audit -f hostile.yaml -o "$1" --fail-on never >hostile.out
	kubectl-mks-audit demo --baseline known.json --check pss-base-privileged -o "$1" >nothing.out
	printf 'kind: [\n' >broken.yaml
	run -3 kubectl-mks-audit -f broken.yaml -o "$1"
	printf '%s\n' "$output" >broken.out
}

@test "json is valid against its schema" {
	each_report json
	"$PYTHON" - "$MKS_TREE/plugins/audit/report.schema.json" ./*.out <<'PY'
import json, sys, jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft202012Validator.check_schema(schema)
for name in sys.argv[2:]:
    jsonschema.validate(json.load(open(name)), schema)
PY
}

@test "yaml says the same as json" {
	each_report yaml
	for file in demo files hostile nothing; do
		yamljson $file.out | jq -S . >$file.y
	done
	each_report json
	for file in demo files hostile nothing; do
		jq -S . $file.out | diff - $file.y
	done
}

@test "sarif is SARIF 2.1.0" {
	each_report sarif
	"$PYTHON" - ./*.out <<'PY'
import json, sys
from sarif_pydantic import Sarif
for name in sys.argv[1:]:
    text = open(name).read()
    Sarif.model_validate_json(text)
    run = json.loads(text)["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["locations"][0]["logicalLocations"]
        assert len(result["partialFingerprints"]["kubectlMks/v1"]) == 16
    if name != "./broken.out":
        continue
    assert run["invocations"][0]["toolExecutionNotifications"]
PY
}

@test "junit is well-formed, and its counts are right" {
	each_report junit
	"$PYTHON" - ./*.out <<'PY'
import sys, xml.etree.ElementTree as ET
for name in sys.argv[1:]:
    suite = ET.parse(name).getroot().find("testsuite")
    cases = suite.findall("testcase")
    assert len(cases) == int(suite.get("tests"))
    assert sum(c.find("failure") is not None for c in cases) == int(suite.get("failures"))
    assert sum(c.find("skipped") is not None for c in cases) == int(suite.get("skipped"))
PY
}

@test "html is one page without scripts, addresses outside, or the input's markup" {
	each_report html
	"$PYTHON" - ./*.out <<'PY'
import sys
from html.parser import HTMLParser
VOID = {"meta", "br"}
class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.seen = [], set()
    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        for name, value in attrs:
            assert name not in ("src", "href") and not name.startswith("on"), (name, value)
        if tag not in VOID:
            self.open.append(tag)
    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag
for name in sys.argv[1:]:
    page = Page()
    page.feed(open(name, encoding="utf-8").read())
    assert not page.open, page.open
    assert "script" not in page.seen and "title" in page.seen
PY
}

@test "a browser shows the html page, as wide as a phone" {
	command -v chromium >/dev/null || skip "chromium is not installed"
	kubectl-mks-audit demo -o html=report.html -o name --fail-on never >/dev/null
	timeout 60 chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
		--disable-component-update --disable-sync --user-data-dir="$PWD/profile" --window-size=390,800 \
		--dump-dom "file://$PWD/report.html" >dom.html 2>chromium.log
	grep -q '<h1>Cluster sample</h1>' dom.html
	grep -q 'pss-base-privileged' dom.html
}

@test "csv has one row a finding and as many cells in each, and starts no formula" {
	each_report csv
	"$PYTHON" - ./demo.out ./files.out ./hostile.out <<'PY'
import csv, sys
for name in sys.argv[1:]:
    rows = list(csv.reader(open(name, newline="")))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) > 1
    assert not any(cell[:1] in "=+@" and cell for row in rows for cell in row)
PY
}

@test "prometheus is text exposition" {
	each_report prometheus
	"$PYTHON" - ./*.out <<'PY'
import re, sys
sample = re.compile(r'^[a-z_]+\{([a-z]+="(?:[^"\\\n]|\\.)*",?)*\} -?[0-9.e+]+$')
for name in sys.argv[1:]:
    seen = set()
    for line in open(name, encoding="utf-8").read().split("\n")[:-1]:
        if line.startswith("#"):
            continue
        assert sample.match(line), line
        series = line.rsplit(" ", 1)[0]
        assert series not in seen, series
        seen.add(series)
PY
}

@test "markdown tables keep their columns" {
	each_report markdown
	awk '/^\|/ { line = $0; gsub(/\\\|/, "", line); n = gsub(/\|/, "", line); if (last && n != last) exit 1; last = n; next } { last = 0 }' \
		demo.out files.out hostile.out
	! grep -q '<script>' hostile.out
}

@test "name prints what kubectl takes" {
	run -0 kubectl-mks-audit demo -o name --check pss-base-privileged --fail-on never
	[ "$output" = deployment.apps/web ]
}

@test "without findings wide prints nothing on stdout" {
	run -0 --separate-stderr kubectl-mks-audit demo --baseline known.json --check pss-base-privileged -o wide
	[ -z "$output" ]
}

@test "no colour off a terminal, with NO_COLOR, or TERM=dumb" {
	for setting in NO_COLOR= TERM=dumb TERM=xterm; do
		run -0 env "$setting" kubectl-mks-audit demo --fail-on never
		[[ "$output" != *$'\e'* ]]
	done
}
