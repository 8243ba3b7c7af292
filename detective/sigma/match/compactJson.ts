/** A value as JSON without white space, however deep it goes. */
export function compactJson(value: object): string {
  try {
    return JSON.stringify(value);
  } catch {
    // Too deep for the engine's own, which recurses (or no JSON at all).
    return deepJson(value);
  }
}

/** A container that is being written: what is left of it, and how it ends. */
interface Open {
  readonly keys: readonly string[] | undefined;
  readonly values: readonly unknown[];
  next: number;
}

function deepJson(root: object): string {
  const pieces: string[] = [];
  const open: Open[] = [];
  const write = (value: unknown) => {
    if (typeof value === "bigint") pieces.push(String(value));
    else if (typeof value !== "object" || value === null) pieces.push(JSON.stringify(value) ?? "null");
    else {
      pieces.push(Array.isArray(value) ? "[" : "{");
      open.push({
        keys: Array.isArray(value) ? undefined : Object.keys(value),
        values: Array.isArray(value) ? (value as unknown[]) : Object.values(value),
        next: 0,
      });
    }
  };
  write(root);
  for (let inner = open.at(-1); inner; inner = open.at(-1)) {
    const { keys, values, next } = inner;
    if (next === values.length) {
      pieces.push(keys ? "}" : "]");
      open.pop();
      continue;
    }
    if (next > 0) pieces.push(",");
    if (keys) pieces.push(JSON.stringify(keys[next]), ":");
    inner.next++;
    write(values[next]);
  }
  return pieces.join("");
}
