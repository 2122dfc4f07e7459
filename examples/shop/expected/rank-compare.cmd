pm-rank --compare wsjf,priority --width 100
