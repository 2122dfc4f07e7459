pm-render items -f csv
