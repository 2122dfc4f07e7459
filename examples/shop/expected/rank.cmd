pm-rank --width 100
