/**
 * Says what keeps a URL from being an endpoint on this machine, or undefined when it is one.
 *
 * Names other than `localhost` are refused even when they resolve here: what a name means can change under us.
 */
export function loopbackProblem(url: string): string | undefined {
  let host: string;
  try {
    host = new URL(url).hostname;
  } catch {
    return `${url} is no URL`;
  }
  const loopback =
    host === "localhost" ||
    /^127(\.\d{1,3}){3}$/.test(host) ||
    host === "[::1]" ||
    // The WHATWG URL parser writes ::ffff:127.x.y.z in hexadecimal.
    /^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\]$/.test(host);
  if (loopback) return undefined;
  return `${url} is not on this machine; the sandbox's aws provider talks to loopback addresses only`;
}
