// The scanner itself, in AssemblyScript; `npm run wasm` makes recordScanWasm.ts of it.
//
// One walk over the bytes. Of a record, the objects that hold wanted fields are read key by key, by JSON's grammar. Any
// other object or list is skipped 64 bytes at a time: its strings (their ends, escapes, control characters) and its
// brackets, each closed by its own kind, are followed; commas, colons, numbers and literals in it are looked at only by a
// thorough scan. Whatever breaks a rule ends the scan with -1.
//
// Nothing is allocated: the memory holds, in this order, the brackets that are open, the tables of gunzip.as.ts, the tree
// of wanted names (as nameTree.ts lays it out), the bytes with zeros behind them, and what was found.

/** Brackets that are open in what is being skipped: so many may be nested. */
const OPEN: usize = 1024;
const DEEPEST: usize = 1000;

/** A wanted name: where its parts stand, counted from its beginning. */
const SEEN: usize = 0; // The record that last had it, counted from 1.
const FIELD: usize = 4; // The wanted field that it is itself, or -1.
const CHILDREN: usize = 8; // How many names are wanted of its object.
const FIRST: usize = 12; // The wanted fields that it is or holds: where they begin in the list, and how many they are.
const FIELDS: usize = 16;
const LENGTH: usize = 20; // Of the name, in bytes.
const NEXT: usize = 24; // The next name as long.
const NAME: usize = 28;
const BY_LENGTH: usize = 32; // The first of its names by their lengths, up to 31.
const NAME_BEGINNING: usize = 160; // 16 bytes, zeros behind a shorter name …
const NAME_MASK: usize = 176; // … and which of them count.

const ABSENT: i32 = -1;
const NULL: i32 = -2;
const TRUE: i32 = -3;
const FALSE: i32 = -4;
const DOUBTFUL: i32 = -5;

let root: usize = 0;
let fieldList: usize = 0;
let width: i32 = 0;
let input: usize = 0;
let inputEnd: usize = 0;
let thorough: bool = false;
/** Where the spans of the record's fields are written. */
let out: usize = 0;
let record: i32 = 0;
/** Whether the string that was read last has an escape. */
let hasEscape: bool = false;

/** Tells where the tree of names is, the list of its fields in the tree's order, and how many fields there are. */
export function setUp(rootAt: usize, fieldListAt: usize, fields: i32): void {
  root = rootAt;
  fieldList = fieldListAt;
  width = fields;
}

/**
 * Scans bytes that lie at a place, with 64 zeros behind them. Of each record it writes where it begins and ends to
 * `placesAt`, and two numbers a field to `spansAt`; the first has to end before the second, and that before `most`.
 *
 * @returns how many records there are; -1 where something is wrong or there is no room
 */
export function scan(
  inputAt: usize,
  length: i32,
  isThorough: bool,
  placesAt: usize,
  spansAt: usize,
  most: usize,
): i32 {
  input = inputAt;
  inputEnd = inputAt + length;
  thorough = isThorough;
  record = 0;
  forget(root);
  out = spansAt;
  const stride: usize = 8 * width;
  let room: usize = (memory.size() as usize) << 16;

  let at = blanks(inputAt);
  if (load<u8>(at) != 0x7b /* { */) return -1;
  at = blanks(at + 1);
  // `"Records"`: eight bytes and one.
  if (load<u64>(at) != 0x7364726f63655222 || load<u8>(at + 8) != 0x22) return -1;
  at = blanks(at + 9);
  if (load<u8>(at) != 0x3a /* : */) return -1;
  at = blanks(at + 1);
  if (load<u8>(at) != 0x5b /* [ */) return -1;
  at = blanks(at + 1);
  if (load<u8>(at) == 0x5d /* ] */) at++;
  else {
    while (true) {
      if (load<u8>(at) != 0x7b) return -1;
      if (placesAt + 8 > spansAt || out + stride > most) return -1;
      if (out + stride > room) {
        // By an eighth, so that it is seldom done.
        if (memory.grow((((stride + (room >> 3)) >> 16) + 1) as i32) < 0) return -1;
        room = (memory.size() as usize) << 16;
      }
      record++;
      store<i32>(placesAt, (at - input) as i32);
      for (let field: usize = 0, end: usize = width; field < end; field++)
        store<u64>(out + (field << 3), 0x00000000ffffffff);
      at = object(root, at);
      if (at == 0) return -1;
      store<i32>(placesAt + 4, (at - input) as i32);
      placesAt += 8;
      out += stride;
      at = blanks(at);
      const next = load<u8>(at);
      at = blanks(at + 1);
      if (next == 0x5d /* ] */) break;
      if (next != 0x2c /* , */) return -1;
    }
  }
  at = blanks(at);
  if (load<u8>(at) != 0x7d /* } */) return -1;
  return blanks(at + 1) == inputEnd ? record : -1;
}

function forget(node: usize): void {
  store<u32>(node + SEEN, 0);
  for (let length: usize = 0; length < 32; length++)
    for (
      let child: usize = load<u32>(node + BY_LENGTH + (length << 2));
      child != 0;
      child = load<u32>(child + NEXT)
    )
      forget(child);
}

/** The first place from here on that is no blank. */
function blanks(at: usize): usize {
  let byte = load<u8>(at);
  while (byte == 0x20 || (byte >= 0x09 && byte <= 0x0d && byte != 0x0b && byte != 0x0c))
    byte = load<u8>(++at);
  return at;
}

/** Reads the object that begins here, whose wanted names a node has; returns where it ended, 0 where it is broken. */
function object(node: usize, at: usize): usize {
  at = blanks(at + 1);
  if (load<u8>(at) == 0x7d) return at + 1;
  while (true) {
    if (load<u8>(at) != 0x22) return 0;
    const nameAt = at + 1;
    at = stringEnd(nameAt);
    if (at == 0) return 0;
    let child: usize = 0;
    // A name with an escape may be any name.
    if (hasEscape) doubt(node);
    else child = childNamed(node, nameAt, at - nameAt);
    at = blanks(at + 1);
    if (load<u8>(at) != 0x3a) return 0;
    at = blanks(at + 1);
    at = child == 0 ? value(at) : wanted(child, at);
    if (at == 0) return 0;
    at = blanks(at);
    const next = load<u8>(at);
    if (next == 0x2c) at = blanks(at + 1);
    else return next == 0x7d ? at + 1 : 0;
  }
}

function childNamed(node: usize, nameAt: usize, length: usize): usize {
  let child: usize = load<u32>(node + BY_LENGTH + (min<usize>(length, 31) << 2));
  if (child == 0) return 0;
  const beginning = v128.load(nameAt);
  do {
    if (
      load<u32>(child + LENGTH) == (length as u32) &&
      !v128.any_true(
        v128.xor(v128.and(beginning, v128.load(child, NAME_MASK)), v128.load(child, NAME_BEGINNING)),
      ) &&
      (length <= 16 || isSame(load<u32>(child + NAME), nameAt, length))
    )
      return child;
    child = load<u32>(child + NEXT);
  } while (child != 0);
  return 0;
}

function isSame(one: usize, other: usize, length: usize): bool {
  for (let at: usize = 16; at < length; at++) if (load<u8>(one + at) != load<u8>(other + at)) return false;
  return true;
}

/** Everything that is wanted of an object. */
function doubt(node: usize): void {
  let at = fieldList + ((load<u32>(node + FIRST) as usize) << 2);
  for (const end = at + ((load<u32>(node + FIELDS) as usize) << 2); at < end; at += 4)
    setField(load<u32>(at), DOUBTFUL, 0);
}

function setField(field: u32, start: i32, end: i32): void {
  const at = out + ((field as usize) << 3);
  store<i32>(at, start);
  store<i32>(at + 4, end);
}

/** Reads the value of a wanted name. */
function wanted(node: usize, at: usize): usize {
  const isAgain = load<i32>(node + SEEN) == record;
  store<i32>(node + SEEN, record);
  if (isAgain) {
    doubt(node);
    return value(at);
  }
  const field = load<i32>(node + FIELD);
  const first = load<u8>(at);
  if (first == 0x22) {
    const end = stringEnd(at + 1);
    if (end == 0) return 0;
    if (field >= 0) {
      if (hasEscape) setField(field, DOUBTFUL, 0);
      else setField(field, (at + 1 - input) as i32, (end - input) as i32);
    }
    return end + 1;
  }
  if (field >= 0) {
    const kind = first == 0x6e ? NULL : first == 0x74 ? TRUE : first == 0x66 ? FALSE : DOUBTFUL;
    setField(field, kind, 0);
  }
  return first == 0x7b && load<u32>(node + CHILDREN) != 0 ? object(node, at) : value(at);
}

/** Passes over a value that isn't wanted. */
function value(at: usize): usize {
  const first = load<u8>(at);
  if (first == 0x22) {
    const end = stringEnd(at + 1);
    return end == 0 ? 0 : end + 1;
  }
  if (first == 0x7b || first == 0x5b) return thorough ? nested(at) : skip(at);
  return scalar(at, first);
}

function scalar(at: usize, first: u8): usize {
  if (first == 0x6e) return load<u32>(at) == 0x6c6c756e ? at + 4 : 0;
  if (first == 0x74) return load<u32>(at) == 0x65757274 ? at + 4 : 0;
  if (first == 0x66) return load<u32>(at + 1) == 0x65736c61 ? at + 5 : 0;
  return number(at);
}

function number(at: usize): usize {
  if (load<u8>(at) == 0x2d /* - */) at++;
  if (load<u8>(at) == 0x30) at++;
  else if ((at = digits(at)) == 0) return 0;
  if (load<u8>(at) == 0x2e /* . */ && (at = digits(at + 1)) == 0) return 0;
  if ((load<u8>(at) | 0x20) == 0x65 /* e */) {
    const sign = load<u8>(++at);
    if (sign == 0x2b || sign == 0x2d) at++;
    at = digits(at);
  }
  return at;
}

/** Where the digits end, one of them at least. */
function digits(at: usize): usize {
  if (!isDigit(load<u8>(at))) return 0;
  do at++;
  while (isDigit(load<u8>(at)));
  return at;
}

function isDigit(byte: u8): bool {
  return byte >= 0x30 && byte <= 0x39;
}

/** The closing quote of a string whose first byte this is; 0 where there is none, or something that may not be in one. */
function stringEnd(at: usize): usize {
  const quote = i8x16.splat(0x22);
  const backslash = i8x16.splat(0x5c);
  const control = i8x16.splat(0x1f);
  hasEscape = false;
  while (true) {
    const bytes = v128.load(at);
    const found = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(bytes, quote), i8x16.eq(bytes, backslash)),
        i8x16.eq(i8x16.min_u(bytes, control), bytes),
      ),
    );
    if (found == 0) {
      at += 16;
      continue;
    }
    at += ctz(found) as usize;
    const byte = load<u8>(at);
    if (byte == 0x22) return at;
    if (byte != 0x5c) return 0;
    hasEscape = true;
    const length = escape(at);
    if (length == 0) return 0;
    at += length;
  }
}

/** How long the escape is that begins here; 0 where it is none. */
function escape(at: usize): usize {
  const kind = load<u8>(at + 1);
  if (kind == 0x75 /* u */)
    return isHex(load<u8>(at + 2)) &&
      isHex(load<u8>(at + 3)) &&
      isHex(load<u8>(at + 4)) &&
      isHex(load<u8>(at + 5))
      ? 6
      : 0;
  const isOne =
    kind == 0x22 ||
    kind == 0x5c ||
    kind == 0x2f ||
    kind == 0x62 ||
    kind == 0x66 ||
    kind == 0x6e ||
    kind == 0x72 ||
    kind == 0x74;
  return isOne ? 2 : 0;
}

function isHex(byte: u8): bool {
  const letter = byte | 0x20;
  return isDigit(byte) || (letter >= 0x61 && letter <= 0x66);
}

/** Passes over the object or list that begins here, by its strings and brackets. */
function skip(at: usize): usize {
  const quote = i8x16.splat(0x22);
  const backslash = i8x16.splat(0x5c);
  const control = i8x16.splat(0x1f);
  const lowerCase = i8x16.splat(0x20);
  const opening = i8x16.splat(0x7b);
  const closing = i8x16.splat(0x7d);
  let depth: usize = 0;
  /** All ones where what came before ends within a string. */
  let open: u64 = 0;
  /** 1 where it ends with a backslash that escapes. */
  let escapes: u64 = 0;
  for (; at < inputEnd; at += 64) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    let quotes = mask(i8x16.eq(a, quote), i8x16.eq(b, quote), i8x16.eq(c, quote), i8x16.eq(d, quote));
    let starts: u64 = 0;
    const slashA = i8x16.eq(a, backslash);
    const slashB = i8x16.eq(b, backslash);
    const slashC = i8x16.eq(c, backslash);
    const slashD = i8x16.eq(d, backslash);
    if (escapes != 0 || v128.any_true(v128.or(v128.or(slashA, slashB), v128.or(slashC, slashD)))) {
      let slashes = mask(slashA, slashB, slashC, slashD) & ~escapes;
      let escaped = escapes;
      escapes = 0;
      while (slashes != 0) {
        const place = ctz(slashes);
        if (escape(at + (place as usize)) == 0) return 0;
        starts |= (1 as u64) << place;
        if (place == 63) escapes = 1;
        else escaped |= (2 as u64) << place;
        slashes &= ~((3 as u64) << place);
      }
      quotes &= ~escaped;
    }
    const inside = within(quotes) ^ open;
    open = ((inside as i64) >> 63) as u64;
    // Nothing is escaped outside of strings.
    if ((starts & ~inside) != 0) return 0;
    const lowA = i8x16.eq(i8x16.min_u(a, control), a);
    const lowB = i8x16.eq(i8x16.min_u(b, control), b);
    const lowC = i8x16.eq(i8x16.min_u(c, control), c);
    const lowD = i8x16.eq(i8x16.min_u(d, control), d);
    if (v128.any_true(v128.or(v128.or(lowA, lowB), v128.or(lowC, lowD)))) {
      let low = mask(lowA, lowB, lowC, lowD);
      if ((low & inside) != 0) return 0;
      for (; low != 0; low &= low - 1) {
        const place = at + (ctz(low) as usize);
        if (place >= inputEnd) break;
        const byte = load<u8>(place);
        if (byte != 0x09 && byte != 0x0a && byte != 0x0d) return 0;
      }
    }
    const caseA = v128.or(a, lowerCase);
    const caseB = v128.or(b, lowerCase);
    const caseC = v128.or(c, lowerCase);
    const caseD = v128.or(d, lowerCase);
    let brackets =
      mask(
        v128.or(i8x16.eq(caseA, opening), i8x16.eq(caseA, closing)),
        v128.or(i8x16.eq(caseB, opening), i8x16.eq(caseB, closing)),
        v128.or(i8x16.eq(caseC, opening), i8x16.eq(caseC, closing)),
        v128.or(i8x16.eq(caseD, opening), i8x16.eq(caseD, closing)),
      ) & ~inside;
    for (; brackets != 0; brackets &= brackets - 1) {
      const place = at + (ctz(brackets) as usize);
      const byte = load<u8>(place);
      // Of { and [ the second bit is set, and what closes either comes two behind it.
      if ((byte & 2) != 0) {
        store<u8>(OPEN + depth, byte + 2);
        if (++depth > DEEPEST) return 0;
      } else {
        if (load<u8>(OPEN + --depth) != byte) return 0;
        if (depth == 0) return place + 1;
      }
    }
  }
  return 0;
}

function mask(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    (i8x16.bitmask(a) as u64) |
    ((i8x16.bitmask(b) as u64) << 16) |
    ((i8x16.bitmask(c) as u64) << 32) |
    ((i8x16.bitmask(d) as u64) << 48)
  );
}

/** From each odd bit that is set to before the next one. */
function within(bits: u64): u64 {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  return bits ^ (bits << 32);
}

/** Passes over the object or list that begins here by all of JSON's grammar. */
function nested(at: usize): usize {
  let depth: usize = 0;
  /** What closes what is open. */
  let closes: u8 = 0;
  while (true) {
    // A value begins here.
    const first = load<u8>(at);
    if (first == 0x7b || first == 0x5b) {
      closes = first + 2;
      store<u8>(OPEN + depth, closes);
      if (++depth > DEEPEST) return 0;
      at = blanks(at + 1);
      if (load<u8>(at) != closes) {
        if (first == 0x7b && (at = name(at)) == 0) return 0;
        continue;
      }
    } else if (first == 0x22) {
      at = stringEnd(at + 1);
      if (at == 0) return 0;
      at = blanks(at + 1);
    } else {
      at = scalar(at, first);
      if (at == 0) return 0;
      at = blanks(at);
    }
    // And has ended.
    while (load<u8>(at) == closes) {
      if (--depth == 0) return at + 1;
      closes = load<u8>(OPEN + depth - 1);
      at = blanks(at + 1);
    }
    if (load<u8>(at) != 0x2c) return 0;
    at = blanks(at + 1);
    if (closes == 0x7d && (at = name(at)) == 0) return 0;
  }
}

/** Passes over a name and its colon. */
function name(at: usize): usize {
  if (load<u8>(at) != 0x22) return 0;
  at = stringEnd(at + 1);
  if (at == 0) return 0;
  at = blanks(at + 1);
  return load<u8>(at) == 0x3a ? blanks(at + 1) : 0;
}
