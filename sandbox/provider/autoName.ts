import { createHash } from "node:crypto";
import type { AnyRecord } from "./record";

/** What the engine says about names that it may choose: a name it proposes, or that none may be chosen. */
export interface Autonaming {
  proposedName: string;
  disabled: boolean;
}

/**
 * A name for a resource whose program gives none: its logical name, "-" and seven hexadecimal digits.
 *
 * The digits come from the engine's seed, so that preview and update agree; without a seed, from the URN.
 */
export function autoName(
  rule: NonNullable<AnyRecord["autoName"]>,
  urn: string,
  seed: Uint8Array,
  autonaming?: Autonaming,
): string {
  const digits = createHash("sha256").update(seed).update(urn).digest("hex").slice(0, 7);
  const logicalName = urn.slice(urn.lastIndexOf("::") + 2);
  const chosen = autonaming?.proposedName || `${logicalName}-${digits}`;
  const name = `${rule.prefix ?? ""}${rule.lowerCase ? chosen.toLowerCase() : chosen}`;
  if (name.length <= rule.maxLength) return name;
  throw new Error(
    `${rule.input}: ${name} has ${name.length} characters, at most ${rule.maxLength} are allowed; ` +
      `give ${rule.input} yourself, or a shorter resource name`,
  );
}
