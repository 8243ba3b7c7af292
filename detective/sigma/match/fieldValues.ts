import { compactJson } from "./compactJson";
import { fieldPath, type FieldPath } from "./fieldPath";
import { foldCase } from "./foldCase";
import { leafTexts, scalarText } from "./leaves";

/** The values of one field of the record that is being looked at, and their texts, each worked out at most once. */
export class FieldValues {
  present = false;
  values: readonly unknown[] = [];
  /** The text of the only value, where it is a text, a number or a boolean: nearly always. */
  private only: string | undefined;
  private onlyFolded: string | undefined;
  private cased: readonly string[] | undefined;
  private folded: readonly string[] | undefined;

  /** @param path absent for keywords, whose values are all leaves of the record */
  constructor(private readonly path: FieldPath | undefined) {}

  static of(field: string | undefined): FieldValues {
    return new FieldValues(field === undefined ? undefined : fieldPath(field));
  }

  /** Turns to another record. */
  read(record: unknown): this {
    if (this.path) ({ present: this.present, values: this.values } = this.path.find(record));
    else {
      this.values = leafTexts(record);
      this.present = this.values.length > 0;
    }
    this.only = this.values.length === 1 ? scalarText(this.values[0]) : undefined;
    this.onlyFolded = this.cased = this.folded = undefined;
    return this;
  }

  /** Whether a test holds for one of the values as text, or of what an object among them holds. */
  someText(cased: boolean, test: (text: string) => boolean): boolean {
    if (this.only !== undefined) return test(cased ? this.only : (this.onlyFolded ??= foldCase(this.only)));
    if (this.values.length === 0) return false;
    return (cased ? this.texts() : (this.folded ??= this.texts().map(foldCase))).some(test);
  }

  /** Whether a test holds for one of the values that is a text, a number or a boolean, as text. */
  someScalar(test: (text: string) => boolean): boolean {
    return this.values.some((value) => {
      const text = scalarText(value);
      return text !== undefined && test(text);
    });
  }

  /** What a text is compared with: each value, and of an object its leaves and its JSON. */
  texts(): readonly string[] {
    if (this.only !== undefined) return (this.cased ??= [this.only]);
    return (this.cased ??= this.values.flatMap(textsOf));
  }
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === "object" && value !== null) return [...leafTexts(value), compactJson(value)];
  const text = scalarText(value);
  return text === undefined ? [] : [text];
}
