pm-rank -f json
