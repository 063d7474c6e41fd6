complete --keep-order --exclusive --command onethread --arguments "(ONETHREAD_COMPLETE=fish onethread -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token))"
