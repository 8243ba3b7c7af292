// Unpacks gzip, in AssemblyScript; `npm run wasm` makes one module of it and recordScan.as.ts.
//
// Node's zlib gives each file buffers of its own, which costs a third of its time again; this unpacks to where the scanner
// reads. It takes what is plain: one member, no header fields but a name, complete codes. Of anything else it says -1, and
// zlib says what is wrong, if something is. The checksum is the caller's to compare.
//
// Source: RFC 1951, RFC 1952.

/** Codes up to so many bits are found at once, longer ones in a second table. */
const LITERAL_BITS: u32 = 11;
const DISTANCE_BITS: u32 = 8;
const LENGTH_BITS: u32 = 7;

// What is kept in the memory, below the tree of names of recordScan.as.ts. Of a complete code, each second table holds two
// codes at least: there are no more than 2048 + 143 * 16, 256 + 15 * 128 and 128 entries of 4 bytes.
const LENGTHS: usize = 4096; // Of the codes, one byte a symbol, 320 at most.
const COUNTS: usize = 4608; // How many codes are as long, 16 numbers of 4 bytes …
const NEXT_CODE: usize = 4672; // … and the next of them.
const LENGTH_TABLE: usize = 5120;
const DISTANCE_TABLE: usize = 6144;
const LITERAL_TABLE: usize = 16384; // To 33,728.

// An entry of a table: the bits that it takes in all (1-5), those of its code alone (8-11), its kind, and a value (16-31):
// a literal, the shortest length or distance (whose further bits are added), or where its second table begins.
const IS_LITERAL: u32 = 0x1000;
const IS_END: u32 = 0x2000;
const IS_LINK: u32 = 0x4000;
const IS_WRONG: u32 = 0x8000;
const IS_ODD: u32 = IS_END | IS_LINK | IS_WRONG;

let inAt: usize = 0;
let inEnd: usize = 0;
let outAt: usize = 0;
let outStart: usize = 0;
let bits: u64 = 0;
let bitCount: u32 = 0;
let most: usize = 0;
let room: usize = 0;
/** Whether the tables are those of blocks with fixed codes. */
let isFixed: bool = false;

/**
 * Unpacks what lies at a place, with 64 zeros behind it, to another one.
 *
 * @param mostBytes how much may come out at most
 * @returns how long it came out; -1 where it is not plain or too long
 */
export function gunzip(from: usize, length: i32, to: usize, mostBytes: i32): i32 {
  const end = from + length;
  if (length < 18 || load<u8>(from) != 0x1f || load<u8>(from + 1) != 0x8b || load<u8>(from + 2) != 8)
    return -1;
  const flags = load<u8>(from + 3);
  inAt = from + 10;
  if (flags == 8) {
    while (inAt < end && load<u8>(inAt) != 0) inAt++;
    inAt++;
  } else if (flags != 0) return -1;
  inEnd = end - 8;
  outStart = to;
  outAt = to;
  most = to + mostBytes;
  room = (memory.size() as usize) << 16;
  bits = 0;
  bitCount = 0;
  isFixed = false;
  let isLast: bool = false;
  while (!isLast) {
    refill();
    isLast = (bits & 1) != 0;
    const kind = ((bits >> 1) as u32) & 3;
    drop(3);
    const isSound = kind == 0 ? stored() : kind == 1 ? fixedBlock() : kind == 2 ? dynamicBlock() : false;
    if (!isSound) return -1;
  }
  // All of it, and nothing behind it.
  if (inAt - ((bitCount >> 3) as usize) != inEnd) return -1;
  const size = (outAt - to) as u32;
  return load<u32>(inEnd + 4) == size ? (size as i32) : -1;
}

/** 56 bits are there afterwards at least; behind the end of what came in, zeros. */
function refill(): void {
  bits |= load<u64>(inAt) << bitCount;
  inAt += ((63 - bitCount) >> 3) as usize;
  bitCount |= 56;
}

function drop(count: u32): void {
  bits >>= count as u64;
  bitCount -= count;
}

function stored(): bool {
  // From the next whole byte on.
  drop(bitCount & 7);
  const at = inAt - ((bitCount >> 3) as usize);
  const length = load<u16>(at) as usize;
  if (at + 4 + length > inEnd || (length ^ (load<u16>(at + 2) as usize)) != 0xffff) return false;
  if (!hasRoom(length)) return false;
  memory.copy(outAt, at + 4, length);
  outAt += length;
  inAt = at + 4 + length;
  bits = 0;
  bitCount = 0;
  return true;
}

/** Whether so much more may come out, and what is written beyond it at once. */
function hasRoom(length: usize): bool {
  if (outAt + length > most) return false;
  const needed = outAt + length + 320;
  if (needed <= room) return true;
  if (memory.grow((((needed - room + (room >> 2)) >> 16) + 1) as i32) < 0) return false;
  room = (memory.size() as usize) << 16;
  return true;
}

function fixedBlock(): bool {
  if (!isFixed) {
    for (let symbol: usize = 0; symbol < 288; symbol++)
      store<u8>(LENGTHS + symbol, symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8);
    if (!table(LITERAL_TABLE, LITERAL_BITS, LENGTHS, 288, 0)) return false;
    for (let symbol: usize = 0; symbol < 32; symbol++) store<u8>(LENGTHS + symbol, 5);
    if (!table(DISTANCE_TABLE, DISTANCE_BITS, LENGTHS, 32, 1)) return false;
    isFixed = true;
  }
  return block();
}

/** The order in which the lengths of the lengths' codes come, five bits each, the first ones last. */
function lengthPlace(index: u32): usize {
  if (index < 4) return index == 3 ? 0 : ((16 + index) as usize);
  // 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  const step = (index - 3) >> 1;
  return ((index & 1) == 0 ? 8 + step : 8 - step) as usize;
}

function dynamicBlock(): bool {
  isFixed = false;
  refill();
  const literals = ((bits as u32) & 31) + 257;
  const distances = ((bits >> 5) as u32 & 31) + 1;
  const lengths = ((bits >> 10) as u32 & 15) + 4;
  drop(14);
  if (literals > 286 || distances > 30) return false;
  memory.fill(LENGTHS, 0, 19);
  for (let index: u32 = 0; index < lengths; index++) {
    refill();
    store<u8>(LENGTHS + lengthPlace(index), (bits as u8) & 7);
    drop(3);
  }
  if (!table(LENGTH_TABLE, LENGTH_BITS, LENGTHS, 19, 2)) return false;
  const all = (literals + distances) as usize;
  for (let symbol: usize = 0; symbol < all;) {
    refill();
    if (inAt > inEnd + 16) return false;
    const entry = load<u32>(LENGTH_TABLE + (((bits as usize) & 127) << 2));
    if ((entry & IS_WRONG) != 0) return false;
    drop(entry & 31);
    const length = entry >> 16;
    if (length < 16) {
      store<u8>(LENGTHS + symbol, length as u8);
      symbol++;
      continue;
    }
    let repeated: u8 = 0;
    let times: usize = 0;
    if (length == 16) {
      if (symbol == 0) return false;
      repeated = load<u8>(LENGTHS + symbol - 1);
      times = 3 + ((bits as usize) & 3);
      drop(2);
    } else if (length == 17) {
      times = 3 + ((bits as usize) & 7);
      drop(3);
    } else {
      times = 11 + ((bits as usize) & 127);
      drop(7);
    }
    if (symbol + times > all) return false;
    memory.fill(LENGTHS + symbol, repeated, times);
    symbol += times;
  }
  // Nothing could end the block.
  if (load<u8>(LENGTHS + 256) == 0) return false;
  return (
    table(DISTANCE_TABLE, DISTANCE_BITS, LENGTHS + literals, distances, 1) &&
    table(LITERAL_TABLE, LITERAL_BITS, LENGTHS, literals, 0) &&
    block()
  );
}

/** What an entry says of a symbol, without the bits of its code. */
function entryOf(symbol: u32, kind: u32): u32 {
  if (kind == 2) return symbol << 16;
  if (kind == 1) {
    if (symbol > 29) return IS_WRONG;
    if (symbol < 2) return (symbol + 1) << 16;
    const more = (symbol >> 1) - 1;
    return ((((2 + (symbol & 1)) << more) + 1) << 16) | more;
  }
  if (symbol < 256) return (symbol << 16) | IS_LITERAL;
  if (symbol == 256) return IS_END;
  if (symbol > 285) return IS_WRONG;
  if (symbol == 285) return 258 << 16;
  if (symbol < 265) return (symbol - 254) << 16;
  const more = (symbol - 261) >> 2;
  return ((((4 + ((symbol - 261) & 3)) << more) + 3) << 16) | more;
}

/** Makes the table of a code by the lengths of its symbols; false where it is none, or not complete. */
function table(at: usize, rootBits: u32, lengths: usize, symbols: u32, kind: u32): bool {
  memory.fill(COUNTS, 0, 64);
  for (let symbol: usize = 0; symbol < (symbols as usize); symbol++) {
    const count = COUNTS + ((load<u8>(lengths + symbol) as usize) << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
  let code: u32 = 0;
  let left: i32 = 1;
  let longest: u32 = 0;
  for (let length: u32 = 1; length < 16; length++) {
    const count = load<u32>(COUNTS + ((length as usize) << 2));
    left = (left << 1) - (count as i32);
    if (left < 0) return false;
    store<u32>(NEXT_CODE + ((length as usize) << 2), code);
    code = (code + count) << 1;
    if (count != 0) longest = length;
  }
  if (left != 0) return false;
  const size: u32 = 1 << rootBits;
  let end = size;
  // So that second tables can be told from what is not filled yet.
  if (longest > rootBits) memory.fill(at, 0, (size as usize) << 2);
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const length = load<u8>(lengths + (symbol as usize)) as u32;
    if (length == 0) continue;
    const next = NEXT_CODE + ((length as usize) << 2);
    const own = load<u32>(next);
    store<u32>(next, own + 1);
    let reversed = reverse(own, length);
    const entry = entryOf(symbol, kind);
    if (length <= rootBits) {
      const filled = (entry + length) | (length << 8);
      for (; reversed < size; reversed += 1 << length) store<u32>(at + ((reversed as usize) << 2), filled);
      continue;
    }
    // The codes with the same beginning share a second table.
    const link = at + (((reversed & (size - 1)) as usize) << 2);
    let found = load<u32>(link);
    if (found == 0) {
      const secondBits = longest - rootBits;
      found = (end << 16) | IS_LINK | (secondBits << 8) | rootBits;
      store<u32>(link, found);
      end += 1 << secondBits;
    }
    const rest = length - rootBits;
    const filled = (entry + rest) | (rest << 8);
    const second = at + (((found >> 16) as usize) << 2);
    const secondSize: u32 = 1 << ((found >> 8) & 15);
    for (let place = reversed >> rootBits; place < secondSize; place += 1 << rest)
      store<u32>(second + ((place as usize) << 2), filled);
  }
  return true;
}

function reverse(code: u32, length: u32): u32 {
  code = ((code & 0x5555) << 1) | ((code >> 1) & 0x5555);
  code = ((code & 0x3333) << 2) | ((code >> 2) & 0x3333);
  code = ((code & 0x0f0f) << 4) | ((code >> 4) & 0x0f0f);
  code = ((code & 0x00ff) << 8) | (code >> 8);
  return code >> (16 - length);
}

/**
 * Unpacks a block by the tables, to its end.
 *
 * Each entry is looked up before the bits are filled up for what follows it, as enough are there: so neither waits for
 * the other.
 */
function block(): bool {
  refill();
  let held = bits;
  let count = bitCount;
  let from = inAt;
  let to = outAt;
  const fromLimit = inEnd + 16;
  let entry = load<u32>(LITERAL_TABLE + (((held as usize) & 2047) << 2));
  while (from <= fromLimit && to <= most) {
    if (to + 640 > room) {
      outAt = to;
      if (!hasRoom(0) || !hasRoom(min<usize>(most - to, 1024))) return false;
    }
    held |= load<u64>(from) << count;
    from += ((63 - count) >> 3) as usize;
    count |= 56;
    if ((entry & IS_LITERAL) != 0) {
      held >>= entry & 31;
      count -= entry & 31;
      store<u8>(to++, (entry >> 16) as u8);
      entry = load<u32>(LITERAL_TABLE + (((held as usize) & 2047) << 2));
      if ((entry & IS_LITERAL) != 0) {
        held >>= entry & 31;
        count -= entry & 31;
        store<u8>(to++, (entry >> 16) as u8);
        entry = load<u32>(LITERAL_TABLE + (((held as usize) & 2047) << 2));
        if ((entry & IS_LITERAL) != 0) {
          held >>= entry & 31;
          count -= entry & 31;
          store<u8>(to++, (entry >> 16) as u8);
          // 23 bits are left at least.
          entry = load<u32>(LITERAL_TABLE + (((held as usize) & 2047) << 2));
          continue;
        }
      }
    }
    if ((entry & IS_ODD) != 0) {
      if ((entry & IS_LINK) != 0) {
        held >>= LITERAL_BITS;
        count -= LITERAL_BITS;
        const second = (entry >> 16) + ((held as u32) & ((1 << ((entry >> 8) & 15)) - 1));
        entry = load<u32>(LITERAL_TABLE + ((second as usize) << 2));
        if ((entry & IS_LITERAL) != 0) {
          held >>= entry & 31;
          count -= entry & 31;
          store<u8>(to++, (entry >> 16) as u8);
          // 19 bits.
          entry = load<u32>(LITERAL_TABLE + (((held as usize) & 2047) << 2));
          continue;
        }
      }
      if ((entry & IS_END) != 0) {
        bits = held >> (entry & 31);
        bitCount = count - (entry & 31);
        inAt = from;
        outAt = to;
        return to <= most;
      }
      if ((entry & IS_WRONG) != 0) return false;
    }
    const length = (entry >> 16) + (((held as u32) & ((1 << (entry & 31)) - 1)) >> ((entry >> 8) & 15));
    held >>= entry & 31;
    count -= entry & 31;

    // 14 bits.
    entry = load<u32>(DISTANCE_TABLE + (((held as usize) & 255) << 2));
    held |= load<u64>(from) << count;
    from += ((63 - count) >> 3) as usize;
    count |= 56;
    if ((entry & (IS_LINK | IS_WRONG)) != 0) {
      if ((entry & IS_WRONG) != 0) return false;
      held >>= DISTANCE_BITS;
      count -= DISTANCE_BITS;
      const second = (entry >> 16) + ((held as u32) & ((1 << ((entry >> 8) & 15)) - 1));
      entry = load<u32>(DISTANCE_TABLE + ((second as usize) << 2));
      if ((entry & IS_WRONG) != 0) return false;
    }
    const distance = ((entry >> 16) +
      (((held as u32) & ((1 << (entry & 31)) - 1)) >> ((entry >> 8) & 15))) as usize;
    held >>= entry & 31;
    count -= entry & 31;
    // 28 bits.
    entry = load<u32>(LITERAL_TABLE + (((held as usize) & 2047) << 2));

    if (distance > to - outStart) return false;
    const end = to + (length as usize);
    let source = to - distance;
    if (distance >= 16) {
      // Most are no longer: written at once, without a look at how long.
      v128.store(to, v128.load(source));
      v128.store(to, v128.load(source, 16), 16);
      if (length > 32) {
        do {
          source += 32;
          to += 32;
          v128.store(to, v128.load(source));
          v128.store(to, v128.load(source, 16), 16);
        } while (to + 32 < end);
      }
    } else if (distance >= 8) {
      do {
        store<u64>(to, load<u64>(source));
        source += 8;
        to += 8;
      } while (to < end);
    } else {
      do store<u8>(to++, load<u8>(source++));
      while (to < end);
    }
    to = end;
  }
  return false;
}
