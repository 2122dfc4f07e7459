pm-lint --only 'criteria-*,trace-*,story-*,read-field' -f full
