#!/bin/sh
# cases.sh: what other tools lose or get wrong, case by case, as a person meets it.
. "$(dirname "$0")/../lib.sh"

# done with open criteria
mkdir done
cat >done/BACKLOG.md <<'END'
# Backlog

## PAY-1 Pay by card

- Status: Done

As a shopper, I want to pay by card so that I need no cash.

Acceptance criteria:

- [x] The order is placed
- [ ] An expired card asks for a new one
END
run pm-lint -C done
is 'done with open criteria: status' $status 1
ok 'done with open criteria is an error' grep -Eq '^BACKLOG.md:12:[0-9]+: error: PAY-1 is done, but 1 of its 2 criteria is open: .* \[criteria-open\]$' "$out"

# a marker of Backlog.md that nothing closes
mkdir -p marker/backlog/tasks
cat >'marker/backlog/tasks/task-1 - Pay-by-card.md' <<'END'
---
id: TASK-1
title: Pay by card
status: In Progress
---

## Acceptance Criteria
<!-- AC:BEGIN -->
- [x] #1 The order is placed
- [ ] #2 An expired card asks for a new one
END
run pm-lint -C marker
is 'an unclosed marker: status' $status 1
ok 'an unclosed criteria marker is an error' grep -Eq ':8:[0-9]+: error: .*AC:BEGIN.* \[read-unclosed\]$' "$out"
run pm-render -C marker items -f json
is 'an unclosed criteria marker: the criteria are still counted' "$(grep -o '"done":[a-z]*' "$out" | tr '\n' ' ')" '"done":true "done":false '

# an archived id
mkdir -p archived/backlog/tasks archived/backlog/archive/tasks
printf -- '---\nid: TASK-1\ntitle: Pay by cheque\nstatus: Done\n---\n' >'archived/backlog/archive/tasks/task-1 - Pay-by-cheque.md'
printf -- '---\nid: TASK-1\ntitle: Pay by card\nstatus: To Do\n---\n' >'archived/backlog/tasks/task-1 - Pay-by-card.md'
run pm-lint -C archived
is 'an archived id: status' $status 1
ok 'an archived id is never reused' grep -Eq "^backlog/tasks/task-1 .*error: TASK-1 is also the id of archived item 'Pay by cheque'.* \[id-duplicate\]$" "$out"

# a command in a task file
mkdir -p command/backlog/tasks
cat >'command/backlog/tasks/task-1 - Pay-by-card.md' <<'END'
---
id: TASK-1
title: Pay by card
status: In Progress
onStatusChange: 'touch executed'
---
END
for program in 'pm-lint -C command --exit-zero' 'pm-render -C command items' 'pm-render -C command report' 'pm-rank -C command'; do
	run $program
	ok "a shell command is not run by $program" test ! -e executed -a ! -e command/executed -a ! -e command/backlog/tasks/executed
done
run pm-lint -C command
ok 'a shell command in a task file is reported' grep -Eq ':5:[0-9]+: (error|warning): .*onStatusChange.* \[read-executable\]$' "$out"

# an unquoted colon in a title
mkdir -p colon/backlog/tasks
cat >'colon/backlog/tasks/task-1 - Pay.md' <<'END'
---
id: TASK-1
title: Pay: with a saved card
status: To Do
---
END
run pm-lint -C colon
is 'an unquoted colon: status' $status 1
ok 'an unquoted ": " in a title is an error' grep -Eq ':3:[0-9]+: error: .* \[read-yaml\]$' "$out"
run pm-lint -C colon -f json
has 'an unquoted colon: with a fix' "$out" '"fix"'
run pm-render -C colon items
has 'an unquoted colon: the item stays listed' "$out" 'TASK-1'
has 'an unquoted colon: with its title' "$out" 'Pay: with a saved card'

# an id that meant something else
need git
mkdir reused
printf '# Backlog\n\n- [ ] PAY-1 Pay by card\n- [ ] PAY-2 Invoices for companies\n' >reused/BACKLOG.md
git -C reused init -q && git -C reused add . && git -C reused commit -qm one
printf '# Backlog\n\n- [ ] PAY-1 Pay by any card\n- [ ] PAY-2 Vouchers with a code\n' >reused/BACKLOG.md
run pm-lint -C reused --since HEAD
has 'an id that was another item before' "$out" "warning: PAY-2 was the id of 'Invoices for companies'"
hasnt 'an item that was written anew' "$out" 'PAY-1 was the id'

done_testing
