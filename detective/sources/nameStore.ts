const RUN = 4096;

/**
 * Names by the million in little memory: of each only what differs from the one before it, so that of a path in
 * CloudTrail's layout some 30 bytes stay. A few thousand are kept as they are.
 */
export class NameStore {
  private readonly runs: Run[] = [];
  private open: string[] = [];
  length = 0;

  /** @param runLength so many names are sorted at once, as texts */
  constructor(private readonly runLength = RUN) {}

  add(name: string): void {
    this.length++;
    this.open.push(name);
    if (this.open.length === this.runLength) this.close();
  }

  /**
   * All names in the order of their ranks, and of one rank in that of the texts.
   *
   * @param rank asked once of each name. @default all are of one rank
   */
  *inOrder(rank?: (name: string) => number): Generator<string> {
    // Each in the place of what it was: there is no room for both.
    for (const [at, run] of this.runs.entries()) {
      const { names, ranks } = inOrder([...namesIn(run)], rank);
      this.runs[at] = { ...pack(names), ranks };
    }
    const open = inOrder(this.open, rank);
    if (this.runs.length === 0) yield* open.names;
    else
      for (const { name } of merged([
        ...this.runs.map((run) => ranked(namesIn(run), run.ranks)),
        ranked(open.names, open.ranks),
      ]))
        yield name;
  }

  private close(): void {
    this.runs.push(pack(this.open));
    this.open = [];
  }
}

/**
 * Names behind each other: how many bytes are those of the one before, how many follow (no path or key is longer than
 * two bytes count), and these.
 */
interface Run {
  readonly bytes: Buffer;
  readonly count: number;
  readonly ranks?: Float64Array | undefined;
}

interface Ranked {
  readonly name: string;
  readonly rank: number;
}

function compare(a: Ranked, b: Ranked): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  return a.name === b.name ? 0 : a.name < b.name ? -1 : 1;
}

function inOrder(
  given: readonly string[],
  rank: ((name: string) => number) | undefined,
): { names: readonly string[]; ranks?: Float64Array } {
  // Without a function that compares, which takes as long again.
  const names = [...given].sort();
  if (!rank) return { names };
  const ranks = names.map(rank);
  const order = names.map((_, at) => at).sort((a, b) => ranks[a]! - ranks[b]! || 0);
  return { names: order.map((at) => names[at]!), ranks: Float64Array.from(order, (at) => ranks[at]!) };
}

/** Where names are packed, one list after the other, and two names side by side. */
let room = Buffer.alloc(0);
let [name, before] = [Buffer.alloc(0), Buffer.alloc(0)];

function pack(names: readonly string[]): Run {
  let length = 0;
  let lengthBefore = 0;
  for (const each of names) {
    const bytes = 3 * each.length;
    if (name.length < bytes) name = Buffer.allocUnsafe(2 * bytes);
    const size = name.write(each);
    const shortest = Math.min(size, lengthBefore);
    let same = 0;
    while (same < shortest && name[same] === before[same]) same++;
    const needed = length + 4 + size - same;
    if (room.length < needed) room = Buffer.concat([room], 2 * needed);
    length = room.writeUInt16LE(same, length);
    length = room.writeUInt16LE(size - same, length);
    length += name.copy(room, length, same, size);
    [name, before] = [before, name];
    lengthBefore = size;
  }
  // A copy: what is cut off a buffer keeps all of it.
  return { bytes: Buffer.from(room.subarray(0, length)), count: names.length };
}

function* namesIn({ bytes, count }: Run): Generator<string> {
  let name = Buffer.allocUnsafe(1024);
  for (let at = 0, next = 0; at < count; at++) {
    const same = bytes.readUInt16LE(next);
    const rest = bytes.readUInt16LE(next + 2);
    if (name.length < same + rest) name = Buffer.concat([name], 2 * (same + rest));
    bytes.copy(name, same, next + 4, next + 4 + rest);
    next += 4 + rest;
    yield name.toString("utf8", 0, same + rest);
  }
}

function* ranked(names: Iterable<string>, ranks: Float64Array | undefined): Generator<Ranked> {
  let at = 0;
  for (const name of names) yield { name, rank: ranks?.[at++] ?? 0 };
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
