;;; pm-lint.el --- Findings of pm-lint in a compilation buffer
;; M-x pm-lint, then M-g n through the findings.  Emacs knows their form; columns are bytes, so tell it so.
(defun pm-lint ()
  "Check the product backlog around the current file."
  (interactive)
  (setq-local compilation-error-screen-columns nil)
  (compile "pm-lint"))
(provide 'pm-lint)
;;; pm-lint.el ends here
