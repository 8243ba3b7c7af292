/** How long one entry may be; AWS's own records end at 256 KB. */
export const LONGEST_ENTRY = 16 * 1024 * 1024;

/** What is longer is no end of a document. */
export const LONGEST_REST = 64 * 1024;

/**
 * Takes the entries of a JSON list apart, as texts, while the text comes in.
 *
 * For text that JSON.parse refuses or that is too long for it: inside an object it follows braces and strings only, so
 * that one broken object doesn't take the others with it. An entry that is no object counts as well.
 */
export class ListSplitter {
  /** What follows the last whole entry. */
  private text = "";
  private at = 0;
  private begin = 0;
  /** What the entry that is open was opened by, as a char code; 0 between entries and in a bare one. */
  private opener = 0;
  private depth = 0;
  private inString = false;
  /** The list's own bracket came. */
  ended = false;
  /** An entry was longer than it may be: what follows is not taken apart any more. */
  tooLong = false;
  /** What follows the list, up to `LONGEST_REST`. */
  rest = "";

  /** The entries that are whole with this piece of the text; the first piece begins behind the list's bracket. */
  feed(piece: string): string[] {
    if (this.ended) this.keep(piece);
    if (this.ended || this.tooLong) return [];
    this.text = this.text.slice(this.begin) + piece;
    this.at -= this.begin;
    this.begin = 0;
    const entries: string[] = [];
    for (; this.at < this.text.length && !this.ended; this.at++) this.step(entries);
    if (this.ended) this.keep(this.text.slice(this.at));
    if (this.text.length - this.begin > LONGEST_ENTRY) this.tooLong = true;
    return entries;
  }

  private keep(piece: string): void {
    if (this.rest.length <= LONGEST_REST) this.rest += piece.slice(0, LONGEST_REST + 1);
  }

  private step(entries: string[]): void {
    const char = this.text.charCodeAt(this.at);
    if (this.inString) {
      if (char === 0x5c /* \ */) this.at++;
      else if (char === 0x22 /* " */) this.inString = false;
    } else if (char === 0x22) this.inString = true;
    else if (isBlank(char)) {
      if (this.begin === this.at) this.begin++;
    } else if (this.opener !== 0) {
      if (char === this.opener) this.depth++;
      // A bracket closes two characters behind the one that opens.
      else if (char === this.opener + 2 && --this.depth === 0) {
        this.opener = 0;
        this.push(entries, this.at + 1);
      }
    } else if (char === 0x7b /* { */ || char === 0x5b /* [ */) {
      this.push(entries, this.at);
      this.opener = char;
      this.depth = 1;
    } else if (char === 0x2c /* , */ || char === 0x5d /* ] */) {
      this.push(entries, this.at);
      this.begin = this.at + 1;
      this.ended = char === 0x5d;
    }
  }

  private push(entries: string[], end: number): void {
    const entry = this.text.slice(this.begin, end).trim();
    if (entry !== "") entries.push(entry);
    this.begin = end;
  }
}

function isBlank(char: number): boolean {
  return char === 0x20 || char === 0x0a || char === 0x0d || char === 0x09;
}
