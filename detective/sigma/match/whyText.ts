import { printable } from "../../terminalText";
import { MatchReason } from "../recordMatcher";

/** Characters of a rule's test that are said. */
const LONGEST_TEST = 120;

/**
 * An explanation in one line, safe to print: each selection with its tests, and the values that they met.
 *
 * `selection: eventSource: cloudtrail.amazonaws.com, eventName|startswith: Stop ("StopLogging"); not filter: …`
 */
export function whyText(reasons: readonly MatchReason[]): string {
  const groups: { name: string; tests: string[] }[] = [];
  for (const reason of reasons) {
    const name = `${reason.matched ? "" : "not "}${reason.selection}`;
    if (groups.at(-1)?.name !== name) groups.push({ name, tests: [] });
    groups.at(-1)!.tests.push(testText(reason));
  }
  return printable(groups.map(({ name, tests }) => `${name}: ${tests.join(", ")}`).join("; "));
}

function testText({ test, value }: MatchReason): string {
  const said = test.length <= LONGEST_TEST ? test : `${test.slice(0, LONGEST_TEST - 1)}…`;
  // A value that the rule spells out need not be said twice.
  return value === undefined || test.endsWith(`: ${value}`) ? said : `${said} ("${value}")`;
}
