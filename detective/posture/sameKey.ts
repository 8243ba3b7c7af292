import { KeyMetadata } from "./clients";
import { Alias } from "./trailFacts";

/** Whether a reference (key id, key ARN, alias name or alias ARN) means the key. */
export function sameKey(reference: string, key: KeyMetadata, aliases: readonly Alias[]): boolean {
  return (
    reference === key.Arn ||
    reference === key.KeyId ||
    aliases.some(({ name, arn }) => reference === name || reference === arn)
  );
}

/** Whether the reference is an alias, so that only the list of aliases can tell. */
export function isAlias(reference: string): boolean {
  return /(^|:)alias\//.test(reference);
}
