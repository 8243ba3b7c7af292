import { isJsonObject } from "../json";
import { compileRules } from "../sigma/match/compileRules";
import { SigmaRule } from "../sigma/rule";
import { RecordMatch } from "./engine";
import { RecordReading } from "./recordReading";

/** Asks rules of a reading's records: where they are read, if it can, else here. */
export async function* askRecords(
  reading: RecordReading,
  rules: readonly SigmaRule[],
  asked: (records: number, noRecords: number) => void,
): AsyncGenerator<RecordMatch> {
  if (reading.ask) {
    yield* reading.ask(rules, asked);
    return;
  }
  const matcher = compileRules(rules);
  for await (const at of reading) {
    const isRecord = isJsonObject(at.record);
    asked(isRecord ? 1 : 0, isRecord ? 0 : 1);
    if (!isRecord) continue;
    for (const match of matcher.match(at.record))
      yield { rule: match.rule, at, explain: () => match.explain() };
  }
}
