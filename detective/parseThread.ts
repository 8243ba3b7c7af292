import { parseArn } from "./arn";
import { normaliseIp } from "./ipAddress";
import { isPrincipalArn } from "./onThread";
import { QueryError } from "./source";
import { Thread, ThreadKind } from "./thread";

const PREFIXES: Readonly<Record<string, ThreadKind>> = {
  user: "user",
  session: "session",
  key: "access-key",
  ip: "ip",
  resource: "resource",
  event: "event",
};
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The thread that a text means: an access key id, an ARN, an IP address, an event's id, `role/session`, an instance's
 * session (`i-…`), else a user's name; a prefix (`user:`, `session:`, `key:`, `ip:`, `resource:`, `event:`) says it
 * outright.
 *
 * @throws QueryError on an empty text, and where the prefix doesn't fit what follows
 */
export function parseThread(text: string): Thread {
  const given = text.trim();
  const prefixed = /^([a-z]+):(.*)$/s.exec(given);
  const kind = prefixed && Object.hasOwn(PREFIXES, prefixed[1]!) ? PREFIXES[prefixed[1]!] : undefined;
  return kind ? named(kind, prefixed![2]!.trim(), given) : recognised(given);
}

function recognised(text: string): Thread {
  if (text === "")
    throw new QueryError("thread: nothing given; name a user, session, key, ARN, address or event");
  if (text.startsWith("arn:")) return ofArn(text);
  const address = normaliseIp(text);
  if (address !== undefined) return { kind: "ip", value: address };
  if (UUID.test(text)) return { kind: "event", value: text.toLowerCase() };
  // LSIA and LKIA are what LocalStack issues.
  if (/^(AKIA|ASIA|LSIA|LKIA)[A-Z0-9]{12,124}$/.test(text)) return { kind: "access-key", value: text };
  if (/^i-[0-9a-f]{8,17}$/.test(text)) return { kind: "session", value: text };
  // No IAM user's name has a slash in it.
  if (text.includes("/")) return { kind: "session", value: text.replace(/^assumed-role\//, "") };
  return { kind: "user", value: text };
}

function named(kind: ThreadKind, value: string, given: string): Thread {
  if (value === "") throw new QueryError(`thread: "${given}" names nothing; put a value behind the colon`);
  if (kind === "event") return { kind, value: value.toLowerCase() };
  if (kind === "session") return { kind, value: value.replace(/^assumed-role\//, "") };
  if (kind !== "ip") return { kind, value };
  const address = normaliseIp(value);
  // Of a call by an AWS service the record gives its name in the address's place.
  if (address === undefined && !/^[a-z][\w-]*(\.[\w-]+)+$/i.test(value) && value !== "AWS Internal") {
    throw new QueryError(`thread: "${given}" is no IP address; use one like ip:192.0.2.7 or ip:2001:db8::1`);
  }
  return { kind, value: address ?? value };
}

function ofArn(text: string): Thread {
  if (!parseArn(text)) {
    throw new QueryError(
      `thread: "${text}" is no ARN; one has six parts, like arn:PARTITION:iam::123456789012:user/alice`,
    );
  }
  return { kind: isPrincipalArn(text) ? "arn" : "resource", value: text };
}
