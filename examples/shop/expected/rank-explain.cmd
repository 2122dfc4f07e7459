pm-rank --explain PAY-7
