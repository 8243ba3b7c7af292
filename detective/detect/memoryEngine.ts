import { compileRules } from "../sigma/match/compileRules";
import { SigmaRule } from "../sigma/rule";
import { RawRecord } from "./detection";
import { DetectionEngine, PreparedRules, RecordMatch } from "./engine";

/** Asks every record in this process as it is read; every rule can be said. */
export const memoryEngine: DetectionEngine = {
  name: "memory",
  prepare(rules: readonly SigmaRule[]): PreparedRules {
    return {
      problems: [],
      plain: rules,
      async *matches(records: AsyncIterable<RawRecord>): AsyncGenerator<RecordMatch> {
        const matcher = compileRules(rules);
        for await (const at of records) {
          for (const match of matcher.match(at.record))
            yield { rule: match.rule, at, explain: () => match.explain() };
        }
      },
    };
  },
};
