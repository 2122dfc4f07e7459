" Vim compiler plugin: pm-lint.  Copy to ~/.vim/compiler/, then :compiler pm-lint, :make, and :cnext through the findings.
if exists('current_compiler')
  finish
endif
let current_compiler = 'pm-lint'
CompilerSet makeprg=pm-lint\ -q\ $*
CompilerSet errorformat=%f:%l:%c:\ %trror:\ %m,%f:%l:%c:\ %tarning:\ %m,%f:%l:%c:\ %tote:\ %m,%-G%.%#
