import { createHash } from "node:crypto";
import { SigmaRule } from "../../detective";
import { literalProofs } from "./literalProof";
import { Proof } from "./proof";
import { ruleProofs } from "./ruleProof";
import { savedQueryProofs, storedProofs } from "./savedQueryProof";
import { scanProofs } from "./scanProof";
import { viewProofs } from "./viewProof";

/** All that is asked of Trino, and the rules that Athena's SQL can't say. */
export async function allProofs(): Promise<{ proofs: Proof[]; refused: readonly SigmaRule[] }> {
  const { proofs: rules, refused } = await ruleProofs();
  const proofs = [
    ...(await savedQueryProofs()),
    ...(await storedProofs()),
    ...viewProofs(),
    ...rules,
    ...(await scanProofs()),
    ...literalProofs(),
  ];
  return { proofs, refused };
}

/** What Trino made of our texts when it was last asked. */
export interface TrinoResults {
  readonly trino: string;
  /** By kind, then by name: the hash of a text that did as it should. */
  readonly proven: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
