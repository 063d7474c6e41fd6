set edit:completion:arg-completer[onethread] = { |@words|
    var index = (count $words)
    set index = (- $index 1)

    put (env _CLAP_IFS="\n" _CLAP_COMPLETE_INDEX=(to-string $index) ONETHREAD_COMPLETE="elvish" onethread -- $@words) | to-lines
}
