import type { Thread } from "../../detective";

/**
 * How else a thread could have been meant, for an answer with nothing in it; undefined where its form leaves no doubt.
 *
 * @param given as it was typed
 */
export function threadHint(given: string, { kind, value }: Thread): string | undefined {
  if (given.trim() !== value) return undefined;
  const taken = JSON.stringify(value.slice(0, 80));
  if (kind === "user") {
    return (
      `${taken} was taken for a user's name. A bucket or another thing is ` +
      `resource:${value.slice(0, 80)}, a role's sessions are ${value.slice(0, 80)}/*`
    );
  }
  return kind === "session" && !value.endsWith("/*") && value.includes("/")
    ? `${taken} was taken for one session of a role; all of its sessions are ${value.split("/")[0]!.slice(0, 80)}/*`
    : undefined;
}
