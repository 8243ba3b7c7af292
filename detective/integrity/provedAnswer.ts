import { Answer } from "../answer";
import { Gap, isComplete } from "../source";
import { count } from "../wording";
import type { FileProof, FileProver } from "./fileProver";

/** So many files are named one by one. */
const NAMED = 20;

/** Something that says by which files it is proven. */
export interface Proven {
  /** Of the log files that it rests on, each once. */
  proof: readonly FileProof[];
}

/**
 * The same answer, each item with the log files that it rests on, their hashes, and whether a verified digest covers
 * them; what is not proven is a gap of the answer.
 *
 * @param filesOf an item's files; undefined among them stands for a record that came from none
 */
export async function provedAnswer<K extends string, T>(
  answer: Answer<K, T>,
  filesOf: (item: T, index: number) => Iterable<string | undefined>,
  prover: Pick<FileProver, "proofOf">,
): Promise<Answer<K | "proof", T & Proven>> {
  const items: (T & Proven)[] = [];
  for (const [index, item] of answer.items.entries())
    items.push({ ...item, proof: await proofsOf(filesOf(item, index), prover) });
  const gaps = [...answer.coverage.gaps, ...proofGaps(items)];
  return {
    ...answer,
    columns: [...answer.columns, { key: "proof", title: "Proof", kind: "name" }],
    items,
    rows: answer.rows.map((row, index) => ({ ...row, proof: proofWord(items[index]!.proof) })),
    coverage: { ...answer.coverage, gaps, complete: isComplete(gaps) },
  };
}

/** The proofs of files, each once, in their order. */
export async function proofsOf(
  files: Iterable<string | undefined>,
  prover: Pick<FileProver, "proofOf">,
): Promise<readonly FileProof[]> {
  const proofs: FileProof[] = [];
  for (const file of new Set(files)) proofs.push(await prover.proofOf(file));
  return proofs;
}

/** In one word what can be said of all of them: the worst. */
export function proofWord(proofs: readonly FileProof[]): string {
  if (proofs.some(({ state }) => state === "not covered")) return "NOT COVERED";
  const isProven = proofs.length > 0 && proofs.every(({ state }) => state !== "unknown");
  return isProven ? "verified" : "unknown";
}

/** What of the files is not proven, each named once. */
export function proofGaps(items: readonly Proven[]): Gap[] {
  const open = new Map<string, FileProof>();
  for (const { proof } of items)
    for (const each of proof) if (each.state !== "covered by a verified digest") open.set(each.file, each);
  const gaps = [...open.values()].slice(0, NAMED).map(({ file, state, why }): Gap => {
    const verdict = state === "unknown" ? "can't be proven" : "is not covered by a verified digest";
    const what = file === "" ? "A record" : file;
    return {
      reason: "proof",
      inherent: false,
      detail: `${what} ${verdict}${why === undefined ? "" : `: ${why}`}.`,
    };
  });
  if (open.size > NAMED) {
    const detail = `${count(open.size - NAMED, "more file")} not proven.`;
    gaps.push({ reason: "proof", inherent: false, detail });
  }
  return gaps;
}
