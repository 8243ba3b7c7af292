import { quoted, type Completed, type CompletedOption } from "./completionScript";

/** For zsh with compinit. */
export function zshScript(commands: readonly Completed[]): string {
  const described = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  const cases = commands.map(({ name, values, options }) => {
    const rest = values.length > 0 ? `'*: :(${values.join(" ")})'` : `'*: :_files'`;
    return `    ${name}) _arguments ${[...options.flatMap(specsOf), rest].join(" ")} ;;`;
  });
  return `#compdef audit-trail
# Completion of audit-trail for zsh: source <(audit-trail completion zsh)
_audit-trail() {
  local -a commands=(
${described.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local name=$words[2]
  words=("\${words[@]:1}")
  (( CURRENT-- ))
  case $name in
${cases.join("\n")}
  esac
}
if [ "$funcstack[1]" = "_audit-trail" ]; then
  _audit-trail "$@"
else
  compdef _audit-trail audit-trail
fi
`;
}

/** One a flag: `--output[form of the answer]:output:(table json)`; `*` lets it come again. */
function specsOf({ flags, text, takesValue, choices }: CompletedOption): string[] {
  const explained = text.replace(/[[\]\\:]/g, (sign) => `\\${sign}`);
  const value = takesValue ? `: :${choices.length > 0 ? `(${choices.join(" ")})` : "_files"}` : "";
  return flags.map((flag) => quoted(`*${flag}[${explained}]${value}`));
}
