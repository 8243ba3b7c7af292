import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TrinoResults, allProofs, hashOf } from "./trino/allProofs";
import { TRINO, askTrino } from "./trino/askTrino";
import { Proof } from "./trino/proof";
import { questionProofs } from "./trino/questionProof";

// `npm run trino` runs what is written for Athena in a real Trino (Java 17 and Maven), and keeps what came of it for
// docs/athena-proof.md; with words of a kind, such as `-- "saved query"`, only those.
const FILE = join(__dirname, "trino", "results.json");

async function main(): Promise<number> {
  const { proofs: all, refused } = await allProofs();
  const [words = ""] = process.argv.slice(2);
  const proofs = [...all, ...(await questionProofs())].filter(({ kind }) => kind.includes(words));
  if (proofs.length === 0) throw new Error(`nothing is called ${words}; leave it out, and all are asked`);
  const asked = proofs.flatMap((proof) => proof.sql().map((sql, time) => ({ proof, sql, time })));
  const answers = askTrino(asked.map(({ sql }, index) => ({ name: String(index), sql })));
  const problems = new Map<Proof, string>();
  for (const [index, { proof, time }] of asked.entries()) {
    const { rows, types = "", error = "no rows" } = answers[index]!;
    const problem = rows ? proof.judge(rows, types, time) : error;
    if (problem !== undefined) problems.set(proof, problem);
  }
  for (const [{ kind, name }, problem] of problems) process.stdout.write(`${kind}: ${name}: ${problem}\n`);
  const proven: Record<string, Record<string, string>> = {};
  for (const proof of proofs)
    if (!problems.has(proof)) (proven[proof.kind] ??= {})[proof.name] = hashOf(proof.text);
  const asBefore = Object.entries(before().proven).filter(([kind]) => !kind.includes(words));
  const counts = Object.entries(proven).map(([kind, names]) => `${kind} ${Object.keys(names).length}`);
  process.stdout.write(
    `Trino ${TRINO}: ${counts.join(", ")}; ${problems.size} not; ${refused.length} rules can't be said\n`,
  );
  if (problems.size === 0)
    writeFileSync(
      FILE,
      `${JSON.stringify({ trino: TRINO, proven: { ...Object.fromEntries(asBefore), ...proven } } satisfies TrinoResults, null, 2)}\n`,
    );
  return problems.size === 0 ? 0 : 1;
}

/** Another version's results say nothing of this one. */
function before(): TrinoResults {
  const none: TrinoResults = { trino: TRINO, proven: {} };
  if (!existsSync(FILE)) return none;
  const results = JSON.parse(readFileSync(FILE, "utf8")) as TrinoResults;
  return results.trino === TRINO ? results : none;
}

void main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
