/** Bytes that are written one after the other into memory that grows. */
export class ByteSink {
  private memory: DataView;
  length = 0;

  constructor(size = 64 * 1024) {
    this.memory = new DataView(new ArrayBuffer(size));
  }

  byte(value: number): void {
    if (this.length === this.memory.byteLength) this.room(1);
    this.memory.setUint8(this.length++, value);
  }

  bytes(value: Uint8Array): void {
    this.room(value.length);
    new Uint8Array(this.memory.buffer).set(value, this.length);
    this.length += value.length;
  }

  int32(value: number): void {
    this.room(4).setInt32(this.length, value, true);
    this.length += 4;
  }

  /** @param value a whole number up to 2^53, from zero */
  varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  /** @param value a whole number up to 2^52 in either direction */
  zigzag(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** Room for so many bytes behind those that there are; @returns the memory, valid until the next call */
  room(bytes: number): DataView {
    if (this.length + bytes > this.memory.byteLength) {
      const more = new Uint8Array(Math.max(this.length + bytes, 2 * this.memory.byteLength));
      more.set(new Uint8Array(this.memory.buffer, 0, this.length));
      this.memory = new DataView(more.buffer);
    }
    return this.memory;
  }

  /** What was written, valid until more is. */
  written(): Buffer {
    return Buffer.from(this.memory.buffer, 0, this.length);
  }

  clear(): void {
    this.length = 0;
  }
}
