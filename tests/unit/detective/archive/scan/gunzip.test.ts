import assert from "node:assert/strict";
import fc from "fast-check";
import { constants, gunzipSync, gzipSync } from "node:zlib";
import { WasmScanner } from "../../../../../detective/archive/scan/wasmScanner";

const RUNS = Number(process.env.PROPERTY_RUNS ?? 150);
const MOST = 1024 * 1024;

describe("WasmScanner.unpack", () => {
  const scanner = new WasmScanner(["a"]);

  it("unpacks what zlib packed, however it packed it", () => {
    let plain = 0;
    const property = fc.property(content(), options(), (bytes, how) => {
      const packed = gzipSync(bytes, how);
      // Codes that are not complete are left to zlib: there are some where next to nothing is packed.
      if (!scanner.unpack(packed, MOST)) return;
      plain++;
      assert.deepEqual(unpackedBytes(scanner), bytes);
    });
    fc.assert(property, { numRuns: RUNS });
    assert.ok(plain > 0.9 * RUNS, `${plain} of ${RUNS} were plain`);
  });

  it("takes nothing that zlib wouldn't, and nothing as something else", () => {
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      byte: fc.nat(255),
    });
    const property = fc.property(
      content(),
      options(),
      fc.array(change, { maxLength: 2 }),
      fc.nat(3),
      (...given) => {
        const [bytes, how, changes, cut] = given;
        const packed = Buffer.from(gzipSync(bytes, how));
        for (const { at, byte } of changes) packed[Math.floor(at * packed.length)] = byte;
        const broken = packed.subarray(0, packed.length - cut);
        if (!scanner.unpack(broken, MOST)) return;
        assert.deepEqual(unpackedBytes(scanner), gunzipSync(broken));
      },
    );
    fc.assert(property, { numRuns: 4 * RUNS });
  });

  it("leaves to zlib what is not plain, and what comes out longer than it may", () => {
    const packed = gzipSync("x".repeat(1000));
    const cases: Record<string, [Buffer, number]> = {
      "two members": [Buffer.concat([packed, packed]), MOST],
      "a byte behind the end": [Buffer.concat([packed, Buffer.of(0)]), MOST],
      nothing: [Buffer.alloc(0), MOST],
      "a byte too many": [packed, 999],
      "a bomb": [gzipSync(Buffer.alloc(20 * MOST)), MOST],
      "another checksum": [withByte(packed, packed.length - 8), MOST],
      "another length": [withByte(packed, packed.length - 4), MOST],
      "a header with more": [withByte(packed, 3), MOST],
    };
    for (const [what, [bytes, most]] of Object.entries(cases))
      assert.equal(scanner.unpack(bytes, most), false, what);
    assert.equal(scanner.unpack(packed, 1000), true);
  });
});

function withByte(bytes: Buffer, at: number): Buffer {
  const other = Buffer.from(bytes);
  other[at]! ^= 4;
  return other;
}

/** What lies in the scanner's memory. */
function unpackedBytes(scanner: WasmScanner): Buffer {
  const { memory, unpacked } = scanner as unknown as {
    memory: Buffer;
    unpacked: { at: number; length: number };
  };
  return Buffer.from(memory.subarray(unpacked.at, unpacked.at + unpacked.length));
}

function options() {
  return fc.record({
    level: fc.integer({ min: 0, max: 9 }),
    memLevel: fc.integer({ min: 1, max: 9 }),
    strategy: fc.constantFrom(
      constants.Z_DEFAULT_STRATEGY,
      constants.Z_FILTERED,
      constants.Z_HUFFMAN_ONLY,
      constants.Z_RLE,
      constants.Z_FIXED,
    ),
  });
}

/** Bytes with repetitions near and far, with skewed and with even frequencies. */
function content(): fc.Arbitrary<Buffer> {
  const seed = fc.tuple(
    fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    fc.integer({ min: 0, max: 70_000 }),
    fc.nat(8),
  );
  return seed.map(([start, length, shift]) => {
    const bytes = Buffer.alloc(length);
    let state = start;
    const next = () => (state = Math.imul(state, 1103515245) + 12345) >>> 16;
    for (let at = 0; at < length;) {
      const dice = next() % 4;
      if (dice === 0 && at > 0) {
        const distance = 1 + (next() % Math.min(at, 1 << (1 + (next() % 15))));
        for (let left = 3 + (next() % 300); left > 0 && at < length; left--, at++)
          bytes[at] = bytes[at - distance]!;
      } else bytes[at++] = (next() & 255) >> (dice === 1 ? shift : 0);
    }
    return bytes;
  });
}
