/** So many names are sorted at once, as texts. */
const RUN = 32_768;

/**
 * Names by the million in little memory: of each only what differs from the one before it, so that of a path in
 * CloudTrail's layout some 30 bytes stay.
 */
export class NameStore {
  private readonly runs: Run[] = [];
  private open: string[] = [];
  length = 0;

  add(name: string): void {
    this.length++;
    this.open.push(name);
    if (this.open.length === RUN) this.close();
  }

  /** All names in the order of their ranks, and of one rank in that of the texts. */
  *inOrder(rank: (name: string) => number): Generator<string> {
    this.close();
    const sorted = this.runs.map((run) => pack([...ranked(run, rank)].sort(compare).map(({ name }) => name)));
    for (const { name } of merged(sorted.map((run) => ranked(run, rank)))) yield name;
  }

  private close(): void {
    if (this.open.length > 0) this.runs.push(pack(this.open));
    this.open = [];
  }
}

/** Names behind each other: how many bytes are those of the one before, how many follow, and these. */
interface Run {
  readonly bytes: Buffer;
  readonly count: number;
}

interface Ranked {
  readonly name: string;
  readonly rank: number;
}

function compare(a: Ranked, b: Ranked): number {
  return a.rank - b.rank || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

function pack(names: readonly string[]): Run {
  let room = Buffer.allocUnsafe(64 * 1024);
  let length = 0;
  let before = Buffer.alloc(0);
  for (const name of names) {
    const bytes = Buffer.from(name);
    let same = 0;
    while (same < bytes.length && same < before.length && bytes[same] === before[same]) same++;
    const rest = bytes.length - same;
    while (room.length < length + 8 + rest) room = Buffer.concat([room], 2 * room.length);
    length = room.writeUInt32LE(same, length);
    length = room.writeUInt32LE(rest, length);
    length += bytes.copy(room, length, same);
    before = bytes;
  }
  // A copy, as what is cut off a buffer keeps all of it.
  return { bytes: Buffer.from(room.subarray(0, length)), count: names.length };
}

function* namesIn({ bytes, count }: Run): Generator<string> {
  let name = Buffer.allocUnsafe(1024);
  for (let at = 0, next = 0; at < count; at++) {
    const same = bytes.readUInt32LE(next);
    const rest = bytes.readUInt32LE(next + 4);
    if (name.length < same + rest) name = Buffer.concat([name], 2 * (same + rest));
    bytes.copy(name, same, next + 8, next + 8 + rest);
    next += 8 + rest;
    yield name.toString("utf8", 0, same + rest);
  }
}

function* ranked(run: Run, rank: (name: string) => number): Generator<Ranked> {
  for (const name of namesIn(run)) yield { name, rank: rank(name) };
}

/** Of sequences that are in order, all in order. */
function merged(sequences: readonly Iterator<Ranked>[]): Iterable<Ranked> {
  if (sequences.length <= 1) return toIterable(sequences[0]);
  const half = sequences.length >> 1;
  return mergedTwo(
    merged(sequences.slice(0, half))[Symbol.iterator](),
    merged(sequences.slice(half))[Symbol.iterator](),
  );
}

function* toIterable(sequence: Iterator<Ranked> | undefined): Generator<Ranked> {
  for (let next = sequence?.next(); next && !next.done; next = sequence!.next()) yield next.value;
}

function* mergedTwo(a: Iterator<Ranked>, b: Iterator<Ranked>): Generator<Ranked> {
  let [left, right] = [a.next(), b.next()];
  while (!left.done && !right.done) {
    if (compare(left.value, right.value) <= 0) {
      yield left.value;
      left = a.next();
    } else {
      yield right.value;
      right = b.next();
    }
  }
  for (; !left.done; left = a.next()) yield left.value;
  for (; !right.done; right = b.next()) yield right.value;
}
