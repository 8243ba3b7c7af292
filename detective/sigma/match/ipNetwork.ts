/** An address as four (IPv6) or one (IPv4) numbers of 32 bits. */
type Words = readonly number[];

/**
 * Compiles a network to be asked whether a text is one of its addresses. A text is an address in its plain spelling:
 * no brackets, no zone, no spaces, and IPv4 inside IPv6 is IPv6.
 *
 * @throws RangeError where `network` is none
 */
export function ipNetwork(network: string): (text: string) => boolean {
  const [address = "", size] = network.split("/", 2);
  const base = parseIp(address);
  const most = (base?.length ?? 0) * 32;
  if (!base || (size !== undefined && !/^\d{1,3}$/.test(size)) || Number(size ?? most) > most)
    throw new RangeError(
      `"${network.slice(0, 60)}" is no network; use one like 192.0.2.0/24 or 2001:db8::/32`,
    );
  const bits = Number(size ?? most);
  const masks = base.map((_, index) => mask(bits - 32 * index));
  const wanted = base.map((word, index) => (word & masks[index]!) >>> 0);
  return (text) => {
    const words = text.length <= 45 ? parseIp(text) : undefined;
    if (words?.length !== wanted.length) return false;
    for (let index = 0; index < wanted.length; index++)
      if ((words[index]! & masks[index]!) >>> 0 !== wanted[index]) return false;
    return true;
  };
}

function mask(bits: number): number {
  if (bits <= 0) return 0;
  return bits >= 32 ? 0xffffffff : (0xffffffff << (32 - bits)) >>> 0;
}

function parseIp(text: string): Words | undefined {
  if (text.includes(":")) return parseIpv6(text);
  const number = parseIpv4(text);
  return number === undefined ? undefined : [number];
}

/** Four numbers from 0 to 255, without leading zeros. */
function parseIpv4(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let number = 0;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    number = number * 256 + Number(part);
  }
  return number;
}

/** Source: RFC 4291, section 2.2. */
function parseIpv6(text: string): Words | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0]!, halves.length === 1);
  const tail = halves.length === 2 ? groupsOf(halves[1]!, true) : [];
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  return [0, 2, 4, 6].map((at) => ((groups[at]! << 16) | groups[at + 1]!) >>> 0);
}

/** Groups of 16 bits; at the end of an address the last two may be written as IPv4. */
function groupsOf(text: string, atEnd: boolean): number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    const last = atEnd && index === parts.length - 1;
    const ipv4 = last && part.includes(".") ? parseIpv4(part) : undefined;
    if (ipv4 !== undefined) groups.push(ipv4 >>> 16, ipv4 & 0xffff);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(parseInt(part, 16));
    else return undefined;
  }
  return groups;
}
