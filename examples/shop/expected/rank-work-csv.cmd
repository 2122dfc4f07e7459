pm-rank -f csv --select 'kind=story or kind=bug or kind=task'
