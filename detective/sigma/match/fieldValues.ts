import { compactJson } from "./compactJson";
import { fieldPath, SEVERAL, type FieldPath, type Found } from "./fieldPath";
import { foldCase } from "./foldCase";
import { leafTexts, scalarText } from "./leaves";

/** The values of one field of the record that is being looked at, and their texts, each worked out at most once. */
export class FieldValues {
  private record: unknown;
  /** What lies at the end of the path, where it is one text, number or boolean: nearly always. */
  private scalar: unknown;
  /** Its text. */
  private only: string | undefined;
  private onlyFolded: string | undefined;
  /** Of everything else. */
  private found: Found | undefined;
  private cased: readonly string[] | undefined;
  private folded: readonly string[] | undefined;

  /** @param path absent for keywords, whose values are all leaves of the record */
  constructor(private readonly path: FieldPath | undefined) {}

  static of(field: string | undefined): FieldValues {
    return new FieldValues(field === undefined ? undefined : fieldPath(field));
  }

  /** Turns to another record. */
  read(record: unknown): this {
    this.onlyFolded = this.found = this.cased = this.folded = undefined;
    this.record = record;
    this.scalar = this.path ? this.path.only(record) : SEVERAL;
    this.only = scalarText(this.scalar);
    return this;
  }

  get present(): boolean {
    return this.only !== undefined || this.all().present;
  }

  get values(): readonly unknown[] {
    return this.only === undefined ? this.all().values : [this.scalar];
  }

  /** Whether a test holds for one of the values as text, or of what an object among them holds. */
  someText(cased: boolean, test: (text: string) => boolean): boolean {
    if (this.only !== undefined) return test(cased ? this.only : (this.onlyFolded ??= foldCase(this.only)));
    if (this.scalar === undefined) return false;
    return (cased ? this.texts() : (this.folded ??= this.texts().map(foldCase))).some((text) => test(text));
  }

  /** What a text is compared with: each value, and of an object its leaves and its JSON. */
  texts(): readonly string[] {
    return (this.cased ??= this.values.flatMap(textsOf));
  }

  private all(): Found {
    return (this.found ??= this.path ? this.path.find(this.record) : leavesOf(this.record));
  }
}

function leavesOf(record: unknown): Found {
  const values = leafTexts(record);
  return { present: values.length > 0, values };
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === "object" && value !== null) return [...leafTexts(value), compactJson(value)];
  const text = scalarText(value);
  return text === undefined ? [] : [text];
}
