pm-rank -f json --select 'kind=story or kind=bug or kind=task'
