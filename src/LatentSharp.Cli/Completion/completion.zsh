#compdef latent
# The words of latent in zsh: source <(latent completion zsh)
_latent() {
    local line="${(j: :)words[1,CURRENT]}"
    local -a known
    known=("${(@f)$(latent "[suggest:${#line}]" "$line" 2>/dev/null)}")
    # Options are offered to those who have begun one; elsewhere files may be meant.
    [[ $PREFIX == -* ]] || known=("${(@)known:#[-/]*}")
    known=("${(@M)known:#$PREFIX*}")
    if (( ${#known} == 0 )); then
        _files
    else
        compadd -S '' -- "${(@M)known:#*=}"
        compadd -- "${(@)known:#*=}"
    fi
}
compdef _latent latent
