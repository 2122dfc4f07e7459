#!/bin/sh
# formats: every machine format of findings against what its readers ask for: of the examples, of a product with nothing wrong, of
# hostile text, of what could not be done.  All formats of a product are written in one run.
#
# tests/schemas has what pm-lint writes of each format, and nothing else is allowed; that is stricter than the published schemas.
# Those, of a folder PM_SCHEMAS, are asked too where they are there: sarif-schema-2.1.0.json, DiagnosticResult.json (reviewdog),
# junit-10.xsd (Jenkins), codeclimate.json (GitLab; of one finding).
. "$(dirname "$0")/../lib.sh"
need git pm-lint
schemas=$top/tests/schemas
published=${PM_SCHEMAS-}

# reader NAME COMMAND ...: a reader of the formats that may be missing where only the core suite is run.
reader() {
	name=$1
	shift
	"$@" >/dev/null 2>&1 && return
	result 0 "$name: not asked # SKIP it is not installed: make deps-all"
	return 1
}
json=true xml=true tap=true sarif=true
reader python3-jsonschema /usr/bin/python3 -c 'import jsonschema' || json=false
reader xmllint xmllint --version || xml=false
reader prove prove --version || tap=false
reader python3-sarif-python-om /usr/bin/python3 -c 'import sarif_om' || sarif=false

cat >valid.py <<'EOF'
import json, sys
import jsonschema
schema, path, how = sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else ""
schema = json.load(open(schema))
if how not in ("", "each"):
    schema = {"$schema": schema["$schema"], "definitions": schema["definitions"], "$ref": "#/definitions/" + how}
kind = jsonschema.validators.validator_for(schema)
kind.check_schema(schema)
with open(path, encoding="utf-8", newline="") as file:
    text = file.read()
if how == "":
    values = [json.loads(text)]
elif how == "each":
    values = json.loads(text)
else:
    values = [json.loads(line) for line in text.split("\n")[:-1]]
bad = 0
for value in values:
    for error in kind(schema).iter_errors(value):
        print("%s: %s" % ("/".join(map(str, error.absolute_path)), error.message[:300]))
        bad = 1
sys.exit(bad)
EOF

# SARIF by the classes that are made from the published schema: no member that it does not have, and all that it requires.
cat >model.py <<'EOF'
import json, sys
import attr, sarif_om
kinds = {"runs": "Run", "tool": "Tool", "driver": "ToolComponent", "rules": "ReportingDescriptor", "results": "Result",
    "shortDescription": "MultiformatMessageString", "fullDescription": "MultiformatMessageString", "help": "MultiformatMessageString",
    "message": "Message", "description": "Message", "locations": "Location", "relatedLocations": "Location",
    "physicalLocation": "PhysicalLocation", "logicalLocations": "LogicalLocation", "artifactLocation": "ArtifactLocation",
    "region": "Region", "deletedRegion": "Region", "insertedContent": "ArtifactContent", "fixes": "Fix",
    "artifactChanges": "ArtifactChange", "replacements": "Replacement", "invocations": "Invocation",
    "toolExecutionNotifications": "Notification", "defaultConfiguration": "ReportingConfiguration",
    "automationDetails": "RunAutomationDetails", "suppressions": "Suppression"}
free = {"properties", "partialFingerprints", "originalUriBaseIds"}
bad = 0
def complain(where, what):
    global bad
    bad = 1
    print("%s: %s" % (where, what))
def check(kind, value, where):
    fields = {f.metadata["schema_property_name"]: f for f in attr.fields(getattr(sarif_om, kind))}
    for name, field in fields.items():
        if field.default is attr.NOTHING and name not in value:
            complain(where, "%s is required" % name)
    for name, member in value.items():
        place = where + "/" + name
        if name not in fields:
            complain(place, "%s has no such member" % kind)
        for one in member if isinstance(member, list) else [member]:
            if name not in free and isinstance(one, dict):
                check(kinds[name], one, place) if name in kinds else complain(place, "of what kind is this?")
check("SarifLog", json.load(open(sys.argv[1], encoding="utf-8")), "")
sys.exit(bad)
EOF

valid() {
	ok "$1" /usr/bin/python3 "$work/valid.py" "$2" "$work/all/$3" $4
}

# published SCHEMA: is it in the folder PM_SCHEMAS?  One that is missing there is said once, in the first product.
published() {
	[ -n "$published" ] || return
	[ -e "$published/$1" ] && return
	[ "$name" != backlog-md ] || result 0 "$1: not asked # SKIP it is not in $published"
	return 1
}

check_json() {
	valid "$name: json" "$schemas/pm-lint.json" json ''
	valid "$name: jsonl" "$schemas/pm-lint.json" jsonl finding
	valid "$name: sarif" "$schemas/sarif.json" sarif ''
	valid "$name: gitlab" "$schemas/gitlab.json" gitlab ''
	valid "$name: rdjson" "$schemas/rdjson.json" rdjson ''
	valid "$name: rdjsonl" "$schemas/rdjson.json" rdjsonl diagnostic
	published sarif-schema-2.1.0.json && valid "$name: sarif as published" "$published/sarif-schema-2.1.0.json" sarif ''
	published codeclimate.json && valid "$name: gitlab as published" "$published/codeclimate.json" gitlab each
	published DiagnosticResult.json || return
	valid "$name: rdjson as published" "$published/DiagnosticResult.json" rdjson ''
	valid "$name: rdjsonl as published" "$published/DiagnosticResult.json" rdjsonl reviewdog.rdf.Diagnostic
}

check_xml() {
	ok "$name: junit" xmllint --noout --nonet --schema "$schemas/junit.xsd" "$work/all/junit"
	ok "$name: checkstyle" xmllint --noout --nonet --schema "$schemas/checkstyle.xsd" "$work/all/checkstyle"
	published junit-10.xsd || return
	ok "$name: junit as published" xmllint --noout --nonet --schema "$published/junit-10.xsd" "$work/all/junit"
}

# check NAME ARGUMENTS: runs once with every format, then asks each format's reader.
check() {
	name=$1
	shift
	rm -rf "$work/all" && mkdir "$work/all"
	set -- "$@"
	for format in text full markdown json jsonl sarif github gitlab junit checkstyle rdjson rdjsonl tap; do
		set -- "$@" -f "$format:$work/all/$format"
	done
	run pm-lint "$@"
	ok "$name: a status that is one" test "$status" -le 2
	if $json; then check_json; fi
	if $xml; then check_xml; fi
	if $sarif; then ok "$name: sarif, by its object model" /usr/bin/python3 "$work/model.py" "$work/all/sarif"; fi
	if $tap; then
		prove -q --exec cat "$work/all/tap" >"$work/prove" 2>&1 || :
		nok "$name: tap can be parsed" grep -qiE 'parse error|bad plan|no plan' "$work/prove"
	fi
	nok "$name: no format for machines has an escape" grep -q "$(printf '\033')" -r "$work/all"
	if grep -E '^::' "$work/all/github" >"$work/commands"; then
		nok "$name: no command that is not ours" grep -vqE '^::(error|warning|notice) title=pm-lint|^::group::pm-lint: |^::endgroup::$' "$work/commands"
		ok "$name: at most ten of each" test "$(grep -c '^::error' "$work/commands")" -le 10
	fi
}

for example in "$top"/examples/*/; do
	[ -d "$example/expected" ] || continue
	check "$(basename "$example")" -C "$example"
done

git init -q clean && printf '# Backlog\n\n## PAY-1 Pay\n\n- Estimate: 3\n- Priority: high\n' >clean/BACKLOG.md
check clean -C clean --only 'read-*'
check 'nothing there' -C clean --since nowhere

# Text and names that would break out of each format, with a fix that holds them.
mkdir -p 'hostile/backlog' && git init -q hostile
{
	printf '# Backlog\n\n## PAY-1 "><script>alert(1)</script> ::error::x %%0A | `x` ]]> \\ \001\033[31m \360\237\230\200 \342\200\256x\n\n'
	printf -- '- Prioritty: ]]> & "x" <y> ::set-output name=x::y\n- Depends on: PAY-9::error::\n\n'
	printf '::error file=x::a line of the log\n\n## PAY-1 again\n\n- Estimate: \377\376 many\n'
} >'hostile/backlog/a,b:c %25 "q" <t> ä.md'
printf -- '---\nid: TASK-1\ntitle: a: "b" <c> ]]>\n---\n' >hostile/backlog/task.md
check hostile -C hostile
has 'hostile: the path is encoded for GitHub' all/github 'file=backlog/a%2Cb%3Ac %2525 "q" <t> ä.md,line=6,'

# Many findings: what GitHub takes is capped, the gravest first, and the rest is told.
git init -q many
awk 'BEGIN { print "# Backlog\n"; for (i = 1; i <= 40; i++) printf "## PAY-%d Item\n\n- Prioritty: high\n- Depends on: PAY-%d\n\n", i, 1000 + i }' >many/BACKLOG.md
check many -C many
ok 'many: errors stand first' test "$(head -n 1 all/github | cut -c 1-8)" = '::error '
has 'many: the rest is counted' all/github '::notice title=pm-lint::'
ok 'many: a table of at most what a comment holds' test "$(wc -c <all/markdown)" -le 65536

done_testing
