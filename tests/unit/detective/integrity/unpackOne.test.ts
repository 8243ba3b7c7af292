import assert from "node:assert/strict";
import { crc32, gzipSync } from "node:zlib";
import { unpackOne } from "../../../../detective/integrity/unpackOne";
import { sha256 } from "../../../support/digestChain";

const CONTENT = Buffer.from('{"Records":[{"eventName":"GetObject"}]}');

describe("a file that is one gzip member", () => {
  it("is hashed over its content, with or without fields in its header, on any thread", async () => {
    const plain = gzipSync(CONTENT);
    const withFields = Buffer.concat([
      Buffer.from([0x1f, 0x8b, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 3, 2, 0, 7, 7]),
      Buffer.from("name\0comment\0"),
      Buffer.from([0, 0]),
      plain.subarray(10),
    ]);
    const large = Buffer.alloc(70 * 1024 * 1024, "abcdefgh");
    const stored = gzipSync(large.subarray(0, 100_000), { level: 0 });
    for (const [packed, content] of [
      [plain, CONTENT],
      [withFields, CONTENT],
      [gzipSync(""), Buffer.alloc(0)],
      [stored, large.subarray(0, 100_000)],
      // Longer than what is unpacked at one go.
      [gzipSync(large, { level: 1 }), large],
    ] as const) {
      for (const here of [false, true]) {
        const { sha256: hash, length } = await unpackOne(packed, { here });
        assert.deepEqual([hash, length], [sha256(content), content.length]);
      }
    }
    assert.deepEqual((await unpackOne(plain, { keep: true })).content, CONTENT);
  });

  it("is refused where it is anything else", async () => {
    const packed = gzipSync(CONTENT);
    const wrongLength = Buffer.from(packed);
    wrongLength.writeUInt32LE(CONTENT.length + 1, packed.length - 4);
    // Says that it is short, and is long.
    const bomb = gzipSync(Buffer.alloc(3 * 1024 * 1024));
    const lying = Buffer.from(bomb);
    lying.writeUInt32LE(10, bomb.length - 4);
    assert.equal(crc32(Buffer.alloc(3 * 1024 * 1024)), bomb.readUInt32LE(bomb.length - 8));
    const cases: [what: string, bytes: Buffer, message: RegExp][] = [
      ["nothing", Buffer.alloc(0), /^it is empty$/],
      ["JSON", CONTENT, /^it is not gzip$/],
      ["a header alone", packed.subarray(0, 10), /cut off/],
      ["a header that never ends", Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3, 65, 65, 65]), /cut off/],
      [
        "a header that claims too much",
        Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 3, 255, 255]),
        /cut off/,
      ],
      ["unknown flags", Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0x80]), packed.subarray(4)]), /flags/],
      ["a cut end", packed.subarray(0, -9), /cut off/],
      ["half a trailer", packed.subarray(0, -3), /cut off/],
      ["damaged data", Buffer.concat([packed.subarray(0, 10), Buffer.alloc(40, 255)]), /damaged/],
      ["a wrong checksum", Buffer.concat([packed.subarray(0, -8), Buffer.alloc(8)]), /checksum is wrong/],
      ["a wrong length", wrongLength, /checksum is wrong/],
      ["a length that lies", lying, /checksum is wrong/],
      ["a zero more", Buffer.concat([packed, Buffer.alloc(1)]), /^1 bytes follow the end/],
      ["a second member", Buffer.concat([packed, packed]), /bytes follow the end/],
      ["an empty member before", Buffer.concat([gzipSync(""), packed]), /bytes follow the end|checksum/],
      ["a bomb", bomb, /^it unpacks to more than 1 MB$/],
    ];
    for (const [what, bytes, message] of cases) {
      for (const here of [false, true]) {
        const options = { here, ...(what === "a bomb" && { mostBytes: 1024 * 1024 }) };
        await assert.rejects(unpackOne(bytes, options), { name: "NotOneGzip", message }, what);
      }
    }
  });
});
