#!/bin/sh
# editors: the findings in the quickfix list of Vim, in the compilation buffer of Emacs, and by the matchers of GitHub and VS Code.
. "$(dirname "$0")/../lib.sh"
need vim emacs python3 pm-lint

mkdir shop && cd shop || exit 1
printf '# Backlog\n\n## PAY-1 Pay\n\n- Estimate: 3\n\n## PAY-2 Später bezahlen\n\n- Prioritty: high\n- Depends on: PAY-9\n' >BACKLOG.md
run pm-lint -q
sed -n 's/^\(BACKLOG.md\):\([0-9]*\):\([0-9]*\): \([a-z]\)[a-z]*: \(.*\)$/\1 \2 \3 \4 \5/p' "$out" >want
ok 'there are findings of several severities' test "$(cut -d' ' -f4 want | sort -u | wc -l)" -ge 2

cat >quickfix.vim <<EOF
set nocompatible
set runtimepath+=$top/examples/editors/vim
compiler pm-lint
silent make!
let lines = map(filter(getqflist(), 'v:val.valid'),
	\\ 'bufname(v:val.bufnr) . " " . v:val.lnum . " " . v:val.col . " " . tolower(v:val.type) . " " . trim(v:val.text)')
call writefile(lines, 'got')
qall!
EOF
run vim -es -u NONE -S quickfix.vim
same 'Vim: every finding is in the quickfix list, with file, line, column, severity and text' got want

cat >compile.el <<EOF
(load "$top/examples/editors/pm-lint.el")
(setq compilation-auto-jump-to-first-error nil)
(pm-lint)
(while (process-live-p (get-buffer-process "*compilation*")) (accept-process-output nil 0.05))
(accept-process-output nil 0.2)
(with-current-buffer "*compilation*"
  (compilation--ensure-parse (point-max))
  (goto-char (point-min))
  (let ((found nil))
    (while (condition-case nil (progn (compilation-next-error 1) t) (error nil))
      (let* ((message (get-text-property (point) 'compilation-message))
             (loc (compilation--message->loc message)))
        (push (format "%s %d" (caar (compilation--loc->file-struct loc)) (compilation--loc->line loc)) found)))
    (write-region (mapconcat #'identity (nreverse found) "\n") nil "got")))
EOF
rm -f got
run emacs -Q --batch -l compile.el
cut -d' ' -f1,2 want >want.emacs
echo >>got
same 'Emacs: every finding is a message, with file and line' got want.emacs

cat >matcher.py <<'EOF'
import json, re, sys
path, findings, want = sys.argv[1:]
matcher = json.load(open(path))
pattern = matcher["problemMatcher"][0]["pattern"][0] if "problemMatcher" in matcher else matcher["tasks"][0]["problemMatcher"]["pattern"]
got = []
for line in open(findings, encoding="utf-8"):
    m = re.match(pattern["regexp"], line.rstrip("\n"))
    if m:
        got.append(" ".join([m[pattern["file"]], m[pattern["line"]], m[pattern["column"]], m[pattern["severity"]][0],
                             "%s [%s]" % (m[pattern["message"]], m[pattern["code"]])]))
want = open(want, encoding="utf-8").read().splitlines()
sys.exit(0 if got == want else "got %s, not %s" % (got, want))
EOF
run pm-lint -q
cp "$out" findings
ok "GitHub's problem matcher takes every finding" python3 matcher.py "$top/examples/ci/problem-matcher.json" findings want
ok "VS Code's takes every finding" python3 matcher.py "$top/examples/editors/vscode-tasks.json" findings want

done_testing
