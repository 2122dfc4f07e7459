pm-rank --by wsjf --width 100 --select 'kind=story or kind=bug or kind=task'
