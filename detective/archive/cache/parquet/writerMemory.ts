import { ByteSink } from "./byteSink";

/** Memory that Parquet files are written with, one after the other. */
export class WriterMemory {
  /** A chunk of a column as it is written. */
  readonly sink = new ByteSink(1024 * 1024);
  /** A page of data, and one of a dictionary. */
  private readonly body = new ByteSink();
  private readonly dictionary = new ByteSink();
  private values = new Int32Array(0);
  private flags = new Int32Array(0);
  private numbers = new Float64Array(0);
  private places = new Int32Array(0);
  private used = new Int32Array(0);

  /** Room for so many rows and texts; what was there before still is. */
  of(rows: number, texts = 0) {
    if (this.values.length < rows) {
      this.values = new Int32Array(rows);
      this.flags = new Int32Array(rows);
      this.numbers = new Float64Array(rows);
    }
    if (this.places.length < texts) {
      this.places = new Int32Array(2 * texts);
      this.used = new Int32Array(2 * texts);
    }
    const { body, dictionary } = this;
    return {
      body,
      dictionary,
      values: this.values.subarray(0, rows),
      flags: this.flags.subarray(0, rows),
      numbers: this.numbers.subarray(0, rows),
      places: this.places.subarray(0, texts),
      used: this.used.subarray(0, texts),
    };
  }
}
