/** Whether `text` fits `pattern`, where `*` is any run of characters and `?` any one. Linear in practice, no regex. */
export function fits(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    if (pattern[p] === "*") {
      star = p++;
      mark = t;
    } else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

/** Actions are compared without regard to case. */
export function fitsAction(pattern: string, action: string): boolean {
  return fits(pattern.toLowerCase(), action.toLowerCase());
}

/** ARNs are compared part by part: a wildcard does not reach over a colon, but for the resource at the end. */
export function fitsArn(pattern: string, arn: string): boolean {
  const patternParts = arnParts(pattern);
  const parts = arnParts(arn);
  return (
    patternParts.length === 6 &&
    parts.length === 6 &&
    patternParts.every((part, index) => fits(part, parts[index]!))
  );
}

function arnParts(text: string): string[] {
  const parts = text.split(":");
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}
