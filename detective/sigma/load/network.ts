import { isIP } from "node:net";

/**
 * A network in CIDR notation, a single address as a network of one.
 *
 * @returns why it is none, or the network
 */
export function readNetwork(text: string): { network: string } | { wrong: string } {
  const match = /^([0-9a-fA-F:.]+)(?:\/([0-9]{1,3}))?$/.exec(text);
  const version = isIP(match?.[1] ?? "");
  if (!match || version === 0) return { wrong: "no network in CIDR notation" };
  const bits = version === 6 ? 128 : 32;
  const length = match[2] === undefined ? bits : Number(match[2]);
  if (length > bits) return { wrong: `a prefix length above ${bits}` };
  const address = version === 6 ? ipv6Number(match[1]!) : ipv4Number(match[1]!);
  if ((address & ((1n << BigInt(bits - length)) - 1n)) !== 0n)
    return { wrong: `an address inside the network, not the network of /${length}` };
  return { network: `${match[1]}/${length}` };
}

function ipv4Number(text: string): bigint {
  return text.split(".").reduce((number, part) => (number << 8n) | BigInt(part), 0n);
}

function ipv6Number(text: string): bigint {
  // The last 32 bits may be written as an IPv4 address.
  const hex = text.replace(/[0-9]+\.[0-9.]+$/, (ipv4) => {
    const number = ipv4Number(ipv4);
    return `${(number >> 16n).toString(16)}:${(number & 0xffffn).toString(16)}`;
  });
  const [left = "", right] = hex.split("::");
  const groups = (side: string) => (side === "" ? [] : side.split(":"));
  const [before, after] = [groups(left), groups(right ?? "")];
  const zeros = right === undefined ? 0 : 8 - before.length - after.length;
  const all = [...before, ...Array<string>(Math.max(zeros, 0)).fill("0"), ...after];
  return all.reduce((number, group) => (number << 16n) | BigInt(`0x${group}`), 0n);
}
