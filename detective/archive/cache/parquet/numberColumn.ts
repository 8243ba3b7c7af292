/** Numbers of one column, row by row; whole ones, or flags as 0 and 1; NaN where there is none. */
export class NumberColumn {
  values = new Float64Array(4096);
  rows = 0;

  /** @param value NaN for no value */
  add(value: number): void {
    if (this.rows === this.values.length) this.reserve(1);
    this.values[this.rows++] = value;
  }

  /** So many numbers from a place on. */
  addAll(values: Float64Array, from: number, count: number): void {
    this.reserve(count);
    for (let at = from; at < from + count; at++) this.values[this.rows++] = values[at]!;
  }

  /** So many numbers one after the other. */
  addCounted(first: number, count: number): void {
    this.reserve(count);
    for (let at = 0; at < count; at++) this.values[this.rows++] = first + at;
  }

  clear(): void {
    this.rows = 0;
  }

  private reserve(rows: number): void {
    if (this.rows + rows <= this.values.length) return;
    const more = new Float64Array(Math.max(2 * this.values.length, this.rows + rows));
    more.set(this.values);
    this.values = more;
  }
}
