/** The engine that is downloaded or built when none is there; `gomodule/go.mod` requires the same. */
export const PINNED_ENGINE = "3.259.0";

/**
 * The oldest engine that the automation API of `@pulumi/pulumi` 3.248.0 accepts
 * (`automation/minimumVersion` in that package; a test compares the two).
 */
export const OLDEST_ENGINE = "3.2.0-alpha";

export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** What follows the hyphen, "" for a release. */
  readonly prerelease: string;
}

/** Reads "v3.259.0", "3.259.0-alpha.1+meta" and the like; undefined for anything else. */
export function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/.exec(text.trim());
  if (!match) return undefined;
  return {
    major: Number(match[1]),
    minor: Number(match[2]),
    patch: Number(match[3]),
    prerelease: match[4] ?? "",
  };
}

/** Negative when `a` is older than `b`, positive when newer, 0 when equal (semver 2.0 precedence). */
export function compareVersions(a: Version, b: Version): number {
  return (
    a.major - b.major ||
    a.minor - b.minor ||
    a.patch - b.patch ||
    comparePrerelease(a.prerelease, b.prerelease)
  );
}

function comparePrerelease(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "" || b === "") return a === "" ? 1 : -1;
  const [left, right] = [a.split("."), b.split(".")];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x, y] = [left[i], right[i]];
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
    if (x === y) continue;
    const numeric = [/^\d+$/.test(x), /^\d+$/.test(y)];
    if (numeric[0] && numeric[1]) return Number(x) - Number(y);
    if (numeric[0] || numeric[1]) return numeric[0] ? -1 : 1;
    return x < y ? -1 : 1;
  }
  return 0;
}

/** Why the automation API would refuse an engine of that version; undefined when it suits. */
export function whyUnsuited(version: string): string | undefined {
  const found = parseVersion(version);
  const oldest = parseVersion(OLDEST_ENGINE)!;
  if (!found) return `"${version.trim()}" is not a version`;
  if (found.major !== oldest.major) return `${version} has another major version than ${OLDEST_ENGINE}`;
  if (compareVersions(found, oldest) < 0) return `${version} is older than ${OLDEST_ENGINE}`;
  return undefined;
}
