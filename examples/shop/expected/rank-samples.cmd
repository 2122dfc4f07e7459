pm-rank --samples 2000 --top 12 --width 100
