import { BlockList, isIP } from "node:net";
import { normaliseIp } from "./ipAddress";
import { QueryError } from "./source";

/** Addresses and networks to look an address up in. */
export interface Networks {
  /** False for what is no IP address. */
  has(address: string): boolean;
}

/**
 * Reads networks in CIDR notation, IPv4 and IPv6; a single address is a network of one.
 *
 * @throws QueryError that names every text which is no network
 */
export function networks(cidrs: readonly string[]): Networks {
  const list = new BlockList();
  const wrong = cidrs.filter((cidr) => !add(list, cidr.trim()));
  if (wrong.length > 0) {
    const named = wrong.map((cidr) => `"${cidr.slice(0, 60)}"`).join(", ");
    throw new QueryError(
      `CIDR: ${named} not understood; use ones like 192.0.2.0/24, 2001:db8::/32 or 192.0.2.7`,
    );
  }
  return {
    has: (text) => {
      const address = normaliseIp(text);
      return address !== undefined && list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
    },
  };
}

function add(list: BlockList, cidr: string): boolean {
  const match = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(cidr);
  const version = isIP(match?.[1] ?? "");
  if (!match || version === 0 || match[1]!.includes("%")) return false;
  const most = version === 6 ? 128 : 32;
  const length = match[2] === undefined ? most : Number(match[2]);
  if (length > most) return false;
  list.addSubnet(match[1]!, length, version === 6 ? "ipv6" : "ipv4");
  return true;
}

/** Networks that are nowhere in particular: private, loopback, link-local, carrier NAT. */
export const PRIVATE_NETWORKS = networks([
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "::1",
  "fc00::/7",
  "fe80::/10",
]);
