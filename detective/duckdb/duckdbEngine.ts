import { RawRecord } from "../detect/detection";
import { DetectionEngine, PreparedRules, RecordMatch } from "../detect/engine";
import { SigmaRule } from "../sigma/rule";
import { BatchMatch, DuckdbRules, RecordInText } from "./duckdbRules";
import { DuckdbLimits, openDuckdb } from "./openDuckdb";
import { recordText } from "./recordText";

/** How much DuckDB is given at a time. */
export interface DuckdbEngineOptions extends DuckdbLimits {
  /** @default 20,000 */
  batchRecords?: number;
  /** A batch ends before with so many characters of JSON. @default 32 Mi */
  batchCharacters?: number;
}

interface BatchRecord extends RecordInText {
  readonly at: RawRecord;
}

/** A batch that DuckDB is asked. */
interface Asked {
  readonly batch: readonly BatchRecord[];
  readonly found: Promise<readonly BatchMatch[]>;
}

/**
 * Asks rules in DuckDB, a batch of records after the other, while the next ones are read.
 *
 * `prepare` throws DuckdbMissing where DuckDB is not installed.
 */
export function duckdbEngine(options: DuckdbEngineOptions = {}): DetectionEngine {
  const { threads = 2 } = options;
  return {
    name: "duckdb",
    prepare: async (rules: readonly SigmaRule[]): Promise<PreparedRules> => {
      const duckdb = await openDuckdb(options);
      const prepared = await DuckdbRules.prepare(duckdb, rules, threads);
      return {
        problems: prepared.refused.map(({ rule, error }) => ({
          at: rule.at,
          title: rule.title,
          problem: error.message,
          help: 'write the part otherwise, or use the engine "memory", which asks every rule',
        })),
        async *matches(records: AsyncIterable<RawRecord>): AsyncGenerator<RecordMatch> {
          const asked: Asked[] = [];
          try {
            for await (const batch of inBatches(records, options)) {
              if (asked.length === threads) yield* matchesOf(asked.shift()!);
              const found = prepared.match(batch);
              // Told where it is waited for; a reader that leaves before doesn't wait.
              found.catch(() => undefined);
              asked.push({ batch, found });
            }
            while (asked.length > 0) yield* matchesOf(asked.shift()!);
          } finally {
            await Promise.allSettled(asked.map(({ found }) => found));
            duckdb.close();
          }
        },
      };
    },
  };
}

async function* matchesOf({ batch, found }: Asked): AsyncGenerator<RecordMatch> {
  for (const { rule, index } of await found) yield { rule, at: batch[index]!.at };
}

async function* inBatches(
  records: AsyncIterable<RawRecord>,
  { batchRecords = 20_000, batchCharacters = 32 * 1024 * 1024 }: DuckdbEngineOptions,
): AsyncGenerator<readonly BatchRecord[]> {
  let batch: BatchRecord[] = [];
  let characters = 0;
  for await (const at of records) {
    const text = recordText(at.record);
    batch.push({ at, record: at.record, text });
    characters += text?.length ?? 0;
    if (batch.length < batchRecords && characters < batchCharacters) continue;
    yield batch;
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield batch;
}
