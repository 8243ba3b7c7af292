/** A number from 0 to 255 without leading zeros. */
export const IPV4_NUMBER = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

/**
 * The addresses of an IPv4 network in their plain spelling, as a regular expression for whole texts that every engine
 * understands alike.
 *
 * @returns undefined where `network` is none of IPv4
 */
export function ipv4Regex(network: string): string | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(network);
  if (!match) return undefined;
  const size = Number(match[5] ?? 32);
  const numbers = match.slice(1, 5).map(Number);
  if (size > 32 || numbers.some((number) => number > 255)) return undefined;
  const parts = numbers.map((number, index) => {
    const bits = Math.min(Math.max(size - 8 * index, 0), 8);
    if (bits === 0) return IPV4_NUMBER;
    const first = number & (0xff << (8 - bits));
    const all = Array.from({ length: 2 ** (8 - bits) }, (_, more) => first + more);
    return all.length === 1 ? String(first) : `(?:${all.join("|")})`;
  });
  return `^${parts.join("\\.")}$`;
}
