import type { RuleProblem } from "../../detective/sigma/rule";
import { positionText } from "../../detective/sigma/rulePosition";
import { printable } from "../../detective/terminalText";
import { type Io, write } from "../io";

/** Names on stderr the rules that can't be used: where, what, why, and the way out. */
export async function tellRefused(io: Pick<Io, "stderr">, problems: readonly RuleProblem[]): Promise<void> {
  const lines = problems.map(({ at, title, problem, help }) => {
    const named = title === undefined ? "" : ` ${JSON.stringify(title)}:`;
    return `${printable(`Refused: ${positionText(at)}:${named} ${problem}; ${help}`)}\n`;
  });
  await write(io.stderr, lines.join(""));
}
