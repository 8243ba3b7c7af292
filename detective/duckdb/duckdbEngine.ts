import { RawRecord } from "../detect/detection";
import { DetectionEngine, PreparedRules, RecordMatch } from "../detect/engine";
import { SigmaRule } from "../sigma/rule";
import { BatchMatch, DuckdbRules, RecordInText } from "./duckdbRules";
import { DuckdbLimits } from "./openDuckdb";
import { recordText } from "./recordText";

/** How much DuckDB is given at a time. */
export interface DuckdbEngineOptions extends DuckdbLimits {
  /** How many batches are asked at the same time, each in a database and a thread of its own. @default 2 */
  threads?: number;
  /** @default 20,000 */
  batchRecords?: number;
  /** A batch ends before with so many characters of JSON. @default 32 Mi */
  batchCharacters?: number;
}

/** A batch that DuckDB is asked. */
interface Asked {
  readonly batch: readonly RawRecord[];
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
      const prepared = await DuckdbRules.prepare(rules, options, threads);
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
            for await (const { batch, texts } of inBatches(records, options)) {
              if (asked.length === threads) yield* matchesOf(asked.shift()!);
              const found = prepared.match(texts);
              // Told where it is waited for; a reader that leaves before doesn't wait.
              found.catch(() => undefined);
              asked.push({ batch, found });
            }
            while (asked.length > 0) yield* matchesOf(asked.shift()!);
          } finally {
            await Promise.allSettled(asked.map(({ found }) => found));
            prepared.close();
          }
        },
      };
    },
  };
}

async function* matchesOf({ batch, found }: Asked): AsyncGenerator<RecordMatch> {
  for (const { rule, index } of await found) yield { rule, at: batch[index]! };
}

interface Batch {
  readonly batch: RawRecord[];
  readonly texts: RecordInText[];
}

async function* inBatches(
  records: AsyncIterable<RawRecord>,
  { batchRecords = 20_000, batchCharacters = 32 * 1024 * 1024 }: DuckdbEngineOptions,
): AsyncGenerator<Batch> {
  let next: Batch = { batch: [], texts: [] };
  let characters = 0;
  for await (const at of records) {
    const text = recordText(at.record);
    next.batch.push(at);
    next.texts.push({ record: at.record, text });
    characters += text?.length ?? 0;
    if (next.batch.length < batchRecords && characters < batchCharacters) continue;
    yield next;
    next = { batch: [], texts: [] };
    characters = 0;
  }
  if (next.batch.length > 0) yield next;
}
