pm-render items -f json
