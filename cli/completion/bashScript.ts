import type { Completed } from "./completionScript";

/** For bash 3.2 and later, without the bash-completion package. */
export function bashScript(commands: readonly Completed[]): string {
  const cases = commands.map(({ name, values, options }) => {
    const flags = options.flatMap((option) => option.flags);
    const ofValues = options
      .filter(({ takesValue }) => takesValue)
      .map(
        ({ flags: names, choices }) =>
          `      ${names.join("|")}) ${choices.length > 0 ? `words='${choices.join(" ")}'` : "files=1"} ;;`,
      );
    return [
      `    ${name})`,
      `      case "$previous" in`,
      ...ofValues,
      `      *)`,
      `        if [[ $current == -* ]]; then words='${flags.join(" ")}'`,
      values.length > 0 ? `        else words='${values.join(" ")}'` : `        else files=1`,
      `        fi ;;`,
      `      esac ;;`,
    ].join("\n");
  });
  return `# Completion of audit-trail for bash: source <(audit-trail completion bash)
_audit_trail() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words='' files=''
  if [[ $COMP_CWORD -eq 1 ]]; then
    words='${[...commands.map(({ name }) => name), "help", "--help", "--version"].join(" ")}'
  else
    case "\${COMP_WORDS[1]}" in
    help) words='${commands.map(({ name }) => name).join(" ")}' ;;
${cases.join("\n")}
    esac
  fi
  local IFS=$'\\n'
  if [[ -n $files ]]; then
    COMPREPLY=($(compgen -f -- "$current"))
  else
    COMPREPLY=($(IFS=' '; compgen -W "$words" -- "$current"))
  fi
}
complete -o filenames -F _audit_trail audit-trail
`;
}
