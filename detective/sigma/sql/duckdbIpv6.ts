import { isIP } from "node:net";
import { IPV4_NUMBER } from "./ipv4Regex";
import { TextPredicate } from "./sqlDialect";

const GROUPS = "[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*";
const IPV4_TAIL = `:${IPV4_NUMBER}(?:\\.${IPV4_NUMBER}){3}$`;

/**
 * Whether a text is an address of an IPv6 network: it is written out as 32 digits, whose beginning is compared.
 *
 * @throws RangeError where `network` is none of IPv6
 */
export function inIpv6Network(network: string): TextPredicate {
  const [address = "", size = "128"] = network.split("/", 2);
  const bits = Number(size);
  if (isIP(address) !== 6 || address.includes("%") || !/^\d{1,3}$/.test(size) || bits > 128)
    throw new RangeError(
      `"${network.slice(0, 60)}" is no network; use one like 192.0.2.0/24 or 2001:db8::/32`,
    );
  const digits = writtenOut(address);
  const whole = Math.floor(bits / 4);
  const inside = (text: string) => {
    const first = `starts_with(${text}, '${digits.slice(0, whole)}')`;
    if (bits % 4 === 0) return first;
    const mask = (0xf << (4 - (bits % 4))) & 0xf;
    const wanted = parseInt(digits[whole]!, 16) & mask;
    const digit = Array.from({ length: 16 }, (_, value) => value).filter(
      (value) => (value & mask) === wanted,
    );
    return `${first} AND ${text}[${whole + 1}] IN (${digit.map((value) => `'${value.toString(16)}'`).join(", ")})`;
  };
  // Longer texts are no address, and are not taken apart.
  return (text) =>
    `coalesce(CASE WHEN contains(${text}, ':') AND len(${text}) <= 45 THEN ${named("ip", writtenOutSql(text), `ip IS NOT NULL AND ${inside("ip")}`)} END, FALSE)`;
}

/** Eight groups of four digits, in small letters. */
function writtenOut(address: string): string {
  const tail = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const [a, b, c, d] = (tail?.slice(2) ?? []).map(Number) as [number, number, number, number];
  const plain = tail ? `${tail[1]}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}` : address;
  const [head, rest] = plain.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head!.length - (rest?.length ?? 0);
  const groups = rest ? [...head!, ...Array<string>(missing).fill("0"), ...rest] : head!;
  return groups.map((group) => group.toLowerCase().padStart(4, "0")).join("");
}

/** The same in SQL; NULL for what is no address. */
function writtenOutSql(text: string): string {
  const number = (index: number) =>
    `CAST(split_part(split_part(${text}, ':', -1), '.', ${index}) AS INTEGER)`;
  const pair = (first: number) => `format('{:x}', ${number(first)} * 256 + ${number(first + 1)})`;
  const plain = `CASE WHEN regexp_matches(${text}, '${IPV4_TAIL}') THEN regexp_replace(${text}, '[0-9.]+$', '') || ${pair(1)} || ':' || ${pair(3)} ELSE ${text} END`;
  const half = (index: number) => `split_part(p, '::', ${index})`;
  const groups = (of: string) =>
    `CASE WHEN ${of} = '' THEN CAST([] AS VARCHAR[]) ELSE string_split(${of}, ':') END`;
  const written = (list: string) =>
    `array_to_string(list_transform(${list}, lambda g: lpad(lower(g), 4, '0')), '')`;
  const short = named(
    "h",
    groups(half(1)),
    named(
      "t",
      groups(half(2)),
      `CASE WHEN len(h) + len(t) < 8 THEN ${written(`list_concat(h, list_transform(range(8 - len(h) - len(t)), lambda i: '0'), t)`)} END`,
    ),
  );
  return named(
    "p",
    plain,
    `CASE WHEN regexp_full_match(p, '(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}') THEN ${written("string_split(p, ':')")} WHEN regexp_full_match(p, '(?:${GROUPS})?::(?:${GROUPS})?') THEN ${short} END`,
  );
}

/** Gives an expression a name inside another one. */
function named(name: string, is: string, inside: string): string {
  return `list_transform([${is}], lambda ${name}: ${inside})[1]`;
}
