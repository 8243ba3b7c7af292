import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { isJsonObject } from "../../json";
import { compareKeys } from "../../sources/compareKeys";
import { mergedByKey } from "./mergedByKey";
import { METADATA_FILE } from "./mirrorPath";
import { writeWhole } from "./writeWhole";

interface Told {
  key: string;
  metadata: unknown;
}

/** A file of another make is read as a whole; it may be no longer than this, in bytes. */
const LONGEST_FOREIGN = 256 * 1024 * 1024;

/**
 * Renews a mirror's `object-metadata.json`: what was there stays, and what is told now wins.
 *
 * The file has a line an object, in the order of their keys, so that the next time it is renewed line by line.
 * @param told objects in the order of their keys
 * @returns how many objects the file tells of; where that is none and there is no file, none is written
 * @throws Error where what is there can't be understood; it is left as it is
 */
export async function renewMetadata(folder: string, told: AsyncIterable<Told>): Promise<number> {
  const path = join(folder, METADATA_FILE);
  const entries = mergedByKey(known(path), told[Symbol.asyncIterator]());
  const first = await entries.next();
  if (first.done && !(await stat(path).catch(() => undefined))) return 0;
  let objects = 0;
  async function* text(): AsyncGenerator<string, void> {
    yield "{";
    for (let next = first; !next.done; next = await entries.next()) {
      const { key, metadata } = next.value;
      yield `${objects === 0 ? "" : ","}\n${JSON.stringify(key)}: ${JSON.stringify(metadata)}`;
      objects++;
    }
    yield "\n}\n";
  }
  await writeWhole(path, text());
  return objects;
}

async function* known(path: string): AsyncGenerator<Told, void> {
  const size = (await stat(path).catch(() => undefined))?.size;
  if (size === undefined) return;
  if (await isOwn(path)) yield* ownLines(path);
  else yield* foreign(path, size);
}

/** Whether each line is one object's, in order. */
async function isOwn(path: string): Promise<boolean> {
  let last = "";
  try {
    for await (const { key } of ownLines(path)) {
      if (compareKeys(last, key) > 0) return false;
      last = key;
    }
    return true;
  } catch {
    return false;
  }
}

/**
 * A file of a line an object, as `renewMetadata` writes it, however long it is.
 *
 * @throws Error on a line that is none of this form
 */
export async function* ownLines(path: string): AsyncGenerator<Told, void> {
  let ended = false;
  let first = true;
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  try {
    for await (const line of lines) {
      if (first && line === "{") first = false;
      else if (!first && line === "}") ended = true;
      else {
        const one: unknown = JSON.parse(`{${line.replace(/,$/, "")}}`);
        const [entry, ...more] = Object.entries(one as object);
        if (first || ended || !entry || more.length > 0) throw new Error("another form");
        yield { key: entry[0], metadata: entry[1] as unknown };
      }
    }
  } finally {
    lines.close();
  }
  if (!ended) throw new Error("another form");
}

async function* foreign(path: string, size: number): AsyncGenerator<Told, void> {
  const way = `move it away and pull again: what the pull knows is written anew`;
  if (size > LONGEST_FOREIGN)
    throw new Error(`${path}: ${size} bytes in another form than audit-trail's own are too much; ${way}`);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new Error(`${path}: it is no JSON (${(error as Error).message}); ${way}`, { cause: error });
  }
  if (!isJsonObject(value)) throw new Error(`${path}: it holds no JSON object; ${way}`);
  yield* Object.entries(value)
    .map(([key, metadata]) => ({ key, metadata }))
    .sort((a, b) => compareKeys(a.key, b.key));
}
