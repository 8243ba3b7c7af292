import type { DigestEvidence, LogEvidence } from "../../../../detective/integrity/evidence";
import type { IntegrityFinding, IntegrityUnknown } from "../../../../detective/integrity/integrityFinding";
import { keptKeys } from "../../../../detective/integrity/keyRing";
import { parseKeyFile } from "../../../../detective/integrity/publicKey";
import { validateArchive, type ValidateOptions } from "../../../../detective/integrity/validateArchive";
import type { WrittenBucket } from "../../../support/digestChain";
import { writtenStore } from "../../../support/writtenStore";

/** What validating a written bucket says, all of it at once. */
export async function validated(bucket: WrittenBucket, keys: object, options: Partial<ValidateOptions> = {}) {
  const digests: DigestEvidence[] = [];
  const logs: LogEvidence[] = [];
  const findings: IntegrityFinding[] = [];
  const unknowns: IntegrityUnknown[] = [];
  const summary = await validateArchive(
    { store: writtenStore(bucket), keys: keptKeys(parseKeyFile(JSON.stringify(keys))), ...options },
    {
      digest: (row) => void digests.push(row),
      log: (row) => void logs.push(row),
      finding: (row) => void findings.push(row),
      unknown: (row) => void unknowns.push(row),
    },
  );
  return { summary, digests, logs, findings, unknowns };
}
