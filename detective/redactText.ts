import { secretKindOf } from "./redactNames";

/** What stands in a secret's place. */
export function placeholder(kind: string): string {
  return `[redacted: ${kind}]`;
}

/**
 * Secrets that are known by their shape, wherever they stand, and last what no text of that shape is without. Each runs
 * in a time that grows with the text alone.
 */
const SHAPES: readonly (readonly [shape: RegExp, replacement: string, sign: string])[] = [
  [
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^]*?-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|[^]*)/g,
    placeholder("private key"),
    "-----BEGIN ",
  ],
  [/(?<![\w-])eyJ[\w-]{5,4096}\.eyJ[\w-]{5,16384}\.[\w-]{0,4096}/g, placeholder("JSON web token"), "eyJ"],
  // How the session tokens of STS begin.
  [
    /(?<![\w/+])(?:FwoGZXIvYXdz|IQoJb3JpZ2lu|FQoGZXIvYXdz|FQoDYXdz)[\w/+%=-]{60,}/g,
    placeholder("session token"),
    "FwoGZXIvYXdz|IQoJb3JpZ2lu|FQoGZXIvYXdz|FQoDYXdz",
  ],
  [
    /(?<![\w-])(?:gh[pousr]_\w{30,255}|github_pat_\w{30,255}|glpat-[\w-]{20,100}|xox[abeoprs]-[\w-]{10,255}|[rs]k_live_\w{16,255}|AIza[\w-]{35})(?![\w-])/g,
    placeholder("token"),
    "gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|[rs]k_live_|AIza",
  ],
  // Access key ids are what an investigator follows; they stay.
  [
    /(X-Amz-Credential(?:=|%3D)(?:A[A-Z]IA[A-Z0-9]{12,124})?)[^&\s"'<>\\]+/gi,
    `$1${placeholder("credential")}`,
    "X-Amz-",
  ],
  [
    /((?:X-Amz-Signature|X-Amz-Security-Token)(?:=|%3D))[^&\s"'<>\\]+/gi,
    `$1${placeholder("credential")}`,
    "X-Amz-",
  ],
  [
    /([?&](?:Signature|sig|SAMLResponse)=)[^&\s"'<>\\]+/g,
    `$1${placeholder("credential")}`,
    "[?&](?:Signature|sig|SAMLResponse)=",
  ],
  [/(?<=:\/\/[^\s:/@"']{1,100}:)[^\s/@"']{1,256}(?=@)/g, placeholder("password"), "://"],
  [
    /((?<![\w-])(?:proxy-)?authorization["']?\s{0,4}[:=]\s{0,4}["']?)(?!\[redacted)[^"'\r\n\\]{1,8192}/gi,
    `$1${placeholder("authorization")}`,
    "authorization",
  ],
  [/((?<![\w-])Bearer )[\w.~+/=-]{16,}/g, `$1${placeholder("authorization")}`, "Bearer "],
  // A secret access key has no form of its own but its length; so it counts only where it is called one.
  [
    /(secret[^\r\n]{0,40}?[^\w/+])(?=\S{0,39}[A-Z])(?=\S{0,39}[a-z])(?=\S{0,39}\d)[A-Za-z0-9/+]{40}(?![\w/+=])/gi,
    `$1${placeholder("secret")}`,
    "secret",
  ],
];
/** Nearly no text of a record holds a secret: one look for a sign of any shape tells whether to ask for each. */
const ANY_SIGN = new RegExp([...new Set(SHAPES.map(([, , sign]) => sign))].join("|"), "i");

/** A name and what comes between it and its value; only from the beginning of a name, so that it stays linear. */
const NAMED =
  /(?<![\w.-])(?:(--[A-Za-z][\w.-]{1,80})(?:\s{1,4}|=)|([A-Za-z_][\w.-]{1,80})\\{0,4}["']?\s{0,4}([:=])\s{0,4})/g;
/** What `NAMED` finds nothing without. */
const NAMED_SIGN = /[:=]|--/;
/** What follows: quoted, quoted in a text that is itself quoted, or up to the next blank. */
const VALUE = /("(?:[^"\\]|\\[^])*|'(?:[^'\\]|\\[^])*|\\{1,4}["'][^"'\\]*)|[^\s"'\\&;]+/y;
/** A value without quotes behind a colon ends its line or its list; "Invalid token: it has …" is prose. */
const BEFORE_FIELD = /(?:^|[\r\n{,])[\s-]*$/;
const AFTER_FIELD = /^[ \t]*(?:[\r\n,}]|$)/;

/** Hides secrets in running text: commands, addresses, headers, error messages. */
export function redactText(text: string, options?: { assignments?: boolean }): string {
  if (ANY_SIGN.test(text)) return redactAnyText(text, options);
  return options?.assignments === false || !NAMED_SIGN.test(text) ? text : redactNamed(text);
}

/** What `redactText` says, without a look beforehand at whether there is anything to hide. */
export function redactAnyText(text: string, { assignments = true } = {}): string {
  let redacted = text;
  for (const [shape, replacement] of SHAPES) redacted = redacted.replace(shape, replacement);
  return assignments ? redactNamed(redacted) : redacted;
}

/** `NAME=value`, `--name value`, `"name": "value"`. */
function redactNamed(text: string): string {
  let redacted = "";
  let done = 0;
  NAMED.lastIndex = 0;
  for (let found = NAMED.exec(text); found !== null; found = NAMED.exec(text)) {
    const [whole, option, name = option ?? "", sign] = found;
    const kind = secretKindOf(name);
    if (kind === undefined || found.index < done) continue;
    VALUE.lastIndex = found.index + whole.length;
    const [value, quoted] = VALUE.exec(text) ?? [];
    if (value === undefined || isHidden(value) || value.includes("[redacted:")) continue;
    const end = VALUE.lastIndex === 0 ? found.index + whole.length + value.length : VALUE.lastIndex;
    const isField = BEFORE_FIELD.test(text.slice(Math.max(0, found.index - 40), found.index));
    if (sign === ":" && quoted === undefined && !(isField && AFTER_FIELD.test(text.slice(end, end + 40))))
      continue;
    const quote = /^\\{0,4}["']/.exec(value)?.[0] ?? "";
    redacted += text.slice(done, found.index + whole.length) + quote + placeholder(kind);
    done = end;
  }
  return done === 0 ? text : redacted + text.slice(done);
}

/** Whether a value says nothing: hidden by AWS, by us, or a reference to where the secret lies. */
export function isHidden(value: string): boolean {
  const bare = value.replace(/^\\{0,4}["']/, "");
  return /^(?:|\*+|<?sensitiveDataRemoved>?|HIDDEN_DUE_TO_SECURITY_REASONS|\[redacted.*|true|false|null|arn:\S+|\{\{resolve:\S+\}\}|\$\w+|\$\{\w+\})$/i.test(
    bare,
  );
}
