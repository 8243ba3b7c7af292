import { SocketAddress, isIP } from "node:net";

/**
 * An IP address in its one shortest spelling, so that two of them can be compared as texts: IPv6 compressed and in small
 * letters, without a zone, and an IPv4 address inside IPv6 (`::ffff:192.0.2.7`) as IPv4.
 *
 * @returns undefined where `text` is no address: of a call by an AWS service a record gives the service's name
 */
export function normaliseIp(text: string): string | undefined {
  const bare = text.trim().replace(/^\[(.*)\]$/, "$1");
  const version = isIP(bare);
  if (version === 0) return undefined;
  if (version === 4) return bare;
  const { address } = new SocketAddress({ address: bare, family: "ipv6" });
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1] ?? address;
}
