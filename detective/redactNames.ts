import { byName } from "./byName";

/** What a secret name says it holds, in the words of the placeholder. */
export type SecretKind =
  | "password"
  | "secret"
  | "token"
  | "private key"
  | "environment variable"
  | "user data"
  | "credential"
  | "authorization";

/** By their whole name, without separators and in small letters. */
const WHOLE: Readonly<Record<string, SecretKind>> = {
  authorization: "authorization",
  xamzauthorization: "authorization",
  proxyauthorization: "authorization",
  cookie: "authorization",
  setcookie: "authorization",
  xamzsignature: "credential",
  xamzcredential: "credential",
  samlassertion: "credential",
  samlresponse: "credential",
  pwd: "password",
  passworddata: "password",
  userdata: "user data",
  userdatabase64: "user data",
  secretstring: "secret",
  secretbinary: "secret",
  secrethash: "secret",
  plaintext: "secret",
  keymaterial: "private key",
  keytab: "secret",
  authkey: "secret",
  hostkeybody: "private key",
  apikeyvalue: "secret",
  devicecode: "credential",
  authorizationcode: "credential",
  codeverifier: "credential",
  // The seed of a virtual MFA device, and the same as a picture.
  base32stringseed: "secret",
  qrcodepng: "secret",
  // Its XML holds the tunnels' pre-shared keys.
  customergatewayconfiguration: "secret",
};

/** By how the name ends; the first that fits counts. */
const ENDINGS: readonly (readonly [RegExp, SecretKind])[] = [
  [/(?:password|passwd|passphrase)s?$/, "password"],
  [/privatekey(?:base64|pem|material|plaintext)?$/, "private key"],
  [/secret(?:access)?key$|(?:pre)?sharedkey$|ssecustomerkey$|encryptioncustomerkey$/, "secret"],
  [/secret$/, "secret"],
  [/apikey$/, "secret"],
  [/tokens?$/, "token"],
];

/** Tokens that page, repeat or lock, and open nothing. */
const HARMLESS_TOKEN =
  /^(?:next|prev|page|start|resume)\w*tokens?$|^(?:\w*(?:client|request|continuation|idempotency|idempotent|pagination|lock|creation|change|sequence|page|paging|forward|backward|revision|position|sync|cancellation|dedup|deduplication))tokens?$/;

/**
 * What the name of a parameter, a variable or a header says about its value; undefined where it is no secret's.
 *
 * Case and separators don't matter: `MasterUserPassword`, `master_user_password`, `--master-user-password`.
 */
export function secretKindOf(name: string): SecretKind | undefined {
  return kindByName(name) ?? undefined;
}

const kindByName = byName<SecretKind | null>((name) => {
  // No name is that long, and the expressions below need not be asked.
  if (name.length > 200) return null;
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  if (Object.hasOwn(WHOLE, plain)) return WHOLE[plain] ?? null;
  const kind = ENDINGS.find(([ending]) => ending.test(plain))?.[1] ?? null;
  return kind === "token" && HARMLESS_TOKEN.test(plain) ? null : kind;
});
