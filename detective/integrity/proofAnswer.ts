import { Answer, answer } from "../answer";
import type { FileProof } from "./fileProver";

/** The files that answers rest on, with their hashes and digests; undefined where nobody asked for proof. */
export function proofAnswer(
  answers: readonly Answer[],
): Answer<"file" | "sha256" | "digest" | "verdict", FileProof> | undefined {
  const [first] = answers;
  const proofs = new Map<string, FileProof>();
  for (const item of answers.flatMap(({ items }) => items as readonly { proof?: readonly FileProof[] }[]))
    for (const each of item.proof ?? []) proofs.set(each.file, each);
  if (!first || proofs.size === 0) return undefined;
  return answer(
    {
      id: "proof",
      title: "Log files, and the digests that cover them",
      columns: {
        file: ["File", "text"],
        sha256: "SHA-256",
        digest: ["Digest", "text"],
        verdict: ["Verdict", "text"],
      },
    },
    [...proofs.values()].sort((a, b) => (a.file < b.file ? -1 : 1)),
    {
      row: ({ file, sha256 = "", digest = "", state, why }) => ({
        file: file || "(no file)",
        sha256,
        digest,
        verdict: why === undefined ? state : `${state}: ${why}`,
      }),
      evidence: () => [],
    },
    first,
  );
}
