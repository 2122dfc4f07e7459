pm-rank --by wsjf --width 100
