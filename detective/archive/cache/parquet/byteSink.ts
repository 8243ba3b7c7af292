/** Bytes that are written one after the other into memory that grows. */
export class ByteSink {
  private memory: Buffer;
  length = 0;

  constructor(size = 64 * 1024) {
    this.memory = Buffer.allocUnsafe(size);
  }

  byte(value: number): void {
    if (this.length === this.memory.length) this.room(1);
    this.memory[this.length++] = value;
  }

  bytes(value: Uint8Array, start = 0, end = value.length): void {
    this.room(end - start);
    this.memory.set(start === 0 && end === value.length ? value : value.subarray(start, end), this.length);
    this.length += end - start;
  }

  int32(value: number): void {
    this.room(4);
    this.length = this.memory.writeInt32LE(value, this.length);
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
  room(bytes: number): Buffer {
    if (this.length + bytes > this.memory.length) {
      const more = Buffer.allocUnsafe(Math.max(this.length + bytes, 2 * this.memory.length));
      this.memory.copy(more, 0, 0, this.length);
      this.memory = more;
    }
    return this.memory;
  }

  /** What was written, valid until more is. */
  written(): Buffer {
    return this.memory.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }
}
