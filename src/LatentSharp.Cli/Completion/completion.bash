# The words of latent in bash: source <(latent completion bash)
_latent() {
    local current=${COMP_WORDS[COMP_CWORD]} words IFS=$'\n'
    words=$(latent "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
    # Options are offered to those who have begun one; elsewhere files may be meant.
    [[ $current == -* ]] || words=$(grep -v '^[-/]' <<<"$words")
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace
}
complete -o default -F _latent latent
