import { randomUUID } from "node:crypto";

/** Of a file that can't be looked at; it is never the same. */
export const UNKNOWN_VERSION = "";

/** Sums up files and their versions, in any order: two sums that are the same are of the same files. */
export class VersionStamp {
  files = 0;
  /** There is a file that can't be told from what it was. */
  private unknown?: string;
  private a = 0;
  private b = 0;

  add(name: string, version: string): void {
    if (version === UNKNOWN_VERSION) this.unknown = randomUUID();
    const text = `${name}\n${version}`;
    let [a, b] = [0x811c9dc5, 0x9e3779b9];
    for (let at = 0; at < text.length; at++) {
      const char = text.charCodeAt(at);
      a = Math.imul(a ^ char, 0x01000193);
      b = Math.imul(b ^ char, 0x85ebca77);
      b ^= b >>> 13;
    }
    this.a = (this.a + mixed(a)) >>> 0;
    this.b = (this.b + mixed(b)) >>> 0;
    this.files++;
  }

  toString(): string {
    return this.unknown ?? `${this.files}-${this.a.toString(16)}-${this.b.toString(16)}`;
  }
}

function mixed(value: number): number {
  let mix = value ^ (value >>> 16);
  mix = Math.imul(mix, 0xc2b2ae3d);
  return mix ^ (mix >>> 15);
}
