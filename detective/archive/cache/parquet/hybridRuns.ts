import { ByteSink } from "./byteSink";

/**
 * Writes whole numbers as runs: the same one many times, or groups of eight, each in as many bits as the largest needs.
 *
 * Source: parquet.apache.org/docs/file-format/data-pages/encodings (RLE/bit-packing hybrid)
 * @param width at most 24
 */
export function writeRuns(out: ByteSink, values: Int32Array, count: number, width: number): void {
  let packedFrom = 0;
  let at = 0;
  while (at < count) {
    let end = at + 1;
    const value = values[at]!;
    while (end < count && values[end] === value) end++;
    // Groups have eight: a run gives up what the group before it lacks.
    const begin = at + ((8 - ((at - packedFrom) & 7)) & 7);
    if (end - begin >= 16 || (end - begin >= 8 && width > 8)) {
      writePacked(out, values, packedFrom, begin, width);
      out.varint((end - begin) * 2);
      for (let shift = 0; shift < width; shift += 8) out.byte((value >>> shift) & 0xff);
      packedFrom = end;
    }
    at = end;
  }
  writePacked(out, values, packedFrom, count, width);
}

/** How many bits a number takes. */
export function bitsOf(value: number): number {
  return value === 0 ? 0 : 32 - Math.clz32(value);
}

function writePacked(out: ByteSink, values: Int32Array, from: number, to: number, width: number): void {
  if (from === to) return;
  const groups = Math.ceil((to - from) / 8);
  out.varint(groups * 2 + 1);
  const memory = out.room(groups * width);
  let at = out.length;
  let bits = 0;
  let held = 0;
  const last = from + groups * 8;
  for (let index = from; index < last; index++) {
    const value = index < to ? values[index]! : 0;
    bits |= value << held;
    held += width;
    while (held >= 8) {
      memory.setUint8(at++, bits & 0xff);
      bits >>>= 8;
      held -= 8;
    }
  }
  out.length = at;
}
