pm-rank --by priority --width 80 --select 'sprint=13'
