import { ByteSink } from "./byteSink";
import { TextColumn } from "./textColumn";

/** @param values the numbers of those that are used, one after the other. @default each once */
export function writeTexts(
  out: ByteSink,
  { view, starts }: TextColumn,
  used: Int32Array,
  count: number,
  values?: Int32Array,
): void {
  for (let place = 0; place < count; place++) {
    const entry = used[values ? values[place]! : place]!;
    let from = starts[entry]!;
    const end = starts[entry + 1]!;
    const memory = out.room(end - from + 4);
    let at = out.length;
    memory.setInt32(at, end - from, true);
    at += 4;
    for (; from + 4 <= end; from += 4, at += 4) memory.setInt32(at, view.getInt32(from, true), true);
    for (; from < end; from++, at++) memory.setUint8(at, view.getUint8(from));
    out.length = at;
  }
}

/** Numbers of eight bytes from a place on, of four, and flags in bits. */
export function writeLong(memory: DataView, from: number, values: Float64Array, count: number): void {
  for (let at = 0; at < count; at++) {
    const value = values[at]!;
    const high = Math.floor(value / 0x100000000);
    memory.setInt32(from + at * 8, value - high * 0x100000000, true);
    memory.setInt32(from + at * 8 + 4, high, true);
  }
}

export function writeShort(memory: DataView, from: number, values: Float64Array, count: number): void {
  for (let at = 0; at < count; at++) memory.setInt32(from + at * 4, values[at]!, true);
}

export function writeBits(memory: DataView, from: number, values: Float64Array, count: number): void {
  let bits = 0;
  for (let at = 0; at < count; at++) {
    if (values[at] === 1) bits |= 1 << (at & 7);
    if ((at & 7) < 7 && at < count - 1) continue;
    memory.setUint8(from + (at >> 3), bits);
    bits = 0;
  }
}
