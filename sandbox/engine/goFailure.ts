import { SetupError } from "../setupError";
import { GoToolchain } from "./findGo";

interface Cause {
  readonly sign: RegExp;
  readonly problem: (title: string, go: GoToolchain) => string;
  readonly wayOut: (go: GoToolchain) => string;
}

/** What Go's messages mean for the person who waits; the first sign that is found counts. */
const CAUSES: readonly Cause[] = [
  {
    sign: /no space left on device|disk quota exceeded/i,
    problem: (title) => `The disk is full: ${title} could not be built.`,
    wayOut: () =>
      "free 4 GB, or move the caches: AUDIT_TRAIL_CACHE=<folder>, and GOCACHE, GOMODCACHE and GOTMPDIR for Go's own",
  },
  {
    sign: /requires go >= \S+ \(running go|toolchain not available|invalid go version|download go\S+ for /,
    problem: (title, go) =>
      `Go ${go.version} at ${go.command} is too old for ${title} and could not fetch a newer one.`,
    wayOut: () => "install a newer Go from https://go.dev/dl/",
  },
  {
    sign: /checksum mismatch|SECURITY ERROR/,
    problem: (title) => `A module of ${title} is not the one that go.sum names.`,
    wayOut: (go) =>
      `ask who runs the module proxy (GOPROXY=${go.proxy}); \`go clean -modcache\` drops a broken download`,
  },
  {
    sign: /dial tcp|no such host|i\/o timeout|connection refused|connection reset|proxyconnect|TLS handshake|x509:|unexpected EOF|of silence|module lookup disabled/,
    problem: (title, go) =>
      `The Go module proxy (GOPROXY=${go.proxy}) could not be reached for ${title}'s modules.`,
    wayOut: () =>
      "check the network (HTTPS_PROXY, certificates), or name a proxy that can be reached: go env -w GOPROXY=<url>",
  },
  {
    sign: /reading \S+: (4|5)\d\d |unrecognized import path|unknown revision|missing go\.sum entry/,
    problem: (title, go) =>
      `The Go module proxy (GOPROXY=${go.proxy}) does not have one of ${title}'s modules.`,
    wayOut: () => "name a proxy that has it: go env -w GOPROXY=<url>",
  },
  {
    sign: /signal: killed|cannot allocate memory|out of memory/,
    problem: (title) =>
      `The system ended the compiler while it built ${title}, most likely for want of memory.`,
    wayOut: () => "give it 3 GB of memory, or fewer compilers at once: GOFLAGS=-p=1",
  },
];

/** One error from what Go wrote: the cause where it is known, and Go's last lines. */
export function goFailure(title: string, stderr: string, go: GoToolchain): SetupError {
  const said = stderr
    .split("\n")
    .filter((line) => /[^\w./~+-]/.test(line) && !line.startsWith("go: downloading "))
    .slice(-8)
    .map((line) => `    ${line.slice(0, 300)}`)
    .join("\n");
  const cause = CAUSES.find(({ sign }) => sign.test(stderr));
  const problem = cause?.problem(title, go) ?? `Go ${go.version} could not build ${title}.`;
  return new SetupError(
    said ? `${problem} Go said:\n${said}` : problem,
    cause?.wayOut(go) ?? "look at what Go said; `go clean -cache` helps when its cache is broken",
  );
}
