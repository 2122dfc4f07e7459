pm-rank --capacity 40 --width 100
