pm-render items -f dump
