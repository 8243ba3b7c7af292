import { SigmaCorrelation } from "../rule";
import { Correlated } from "./correlated";
import { combinations, fieldTexts } from "./fieldTexts";
import { Interned } from "./interned";

/** One value for each name of `group-by`. */
export interface Group {
  /** The same for the same values, and for no others. */
  readonly key: string;
  readonly values: readonly string[];
}

/** The groups of a correlation that a match belongs to, and what it brings to them. */
export interface Grouped {
  /** None where the match lacks a field of `group-by`, and more than one where a field has several values. */
  readonly groups: readonly Group[];
  /** Of `value_count`. */
  readonly values: readonly string[];
  readonly carried?: ReadonlyMap<string, readonly string[]>;
  /** There were more groups or values than are told apart. */
  readonly cut: boolean;
}

type Read = (record: unknown) => readonly string[];

/** Reads of what one rule of a correlation matches the groups that it belongs to. */
export class Grouper {
  private readonly reads: readonly Read[];
  private readonly counted: readonly Read[];
  private readonly carried: readonly (readonly [field: string, read: Read])[];
  private readonly groups = new Interned<Grouped>();
  /** The fields that stand for the names of `group-by` in that rule. */
  readonly fields: readonly string[];

  /**
   * @param position the rule's place in the correlation's `of`
   * @param carry fields that a further correlation asks for
   */
  constructor(
    private readonly correlation: SigmaCorrelation,
    position: number,
    private readonly carry: readonly string[],
  ) {
    const { groupBy, aliases, countedFields } = correlation;
    this.fields = groupBy.map((name) => aliases.get(name)?.get(position) ?? name);
    this.reads = this.fields.map(fieldTexts);
    this.counted = countedFields.map(fieldTexts);
    this.carried = carry.map((field) => [field, fieldTexts(field)]);
  }

  ofRecord(record: unknown): Grouped {
    return this.grouped(
      this.reads.map((read) => read(record)),
      this.counted.map((read) => read(record)),
      this.carried.map(([field, read]) => [field, read(record)]),
    );
  }

  /** Of a correlation: the values of its own groups, and of other fields those of the records that it rests on. */
  ofCorrelated(found: Correlated): Grouped {
    return this.grouped(
      this.fields.map((field) => valuesOf(found, field)),
      this.correlation.countedFields.map((field) => valuesOf(found, field)),
      this.carry.map((field) => [field, valuesOf(found, field)]),
    );
  }

  private grouped(
    by: readonly (readonly string[])[],
    counted: readonly (readonly string[])[],
    carried: readonly (readonly [string, readonly string[]])[],
  ): Grouped {
    const groups = this.groups.of(keyOf(by), () => {
      const { tuples, cut } = combinations(by);
      return { groups: tuples.map((each) => ({ key: JSON.stringify(each), values: each })), values: [], cut };
    });
    if (this.correlation.type !== "value_count" && carried.length === 0) return groups;
    const values = combinations(this.correlation.type === "value_count" ? counted : []);
    return {
      groups: groups.groups,
      values: this.correlation.type === "value_count" ? values.tuples.map(together) : [],
      ...(carried.length > 0 && { carried: new Map(carried) }),
      cut: groups.cut || values.cut,
    };
  }
}

/** The same for the same lists; their lengths tell where a value ends. */
function keyOf(lists: readonly (readonly string[])[]): string {
  let key = "";
  for (const list of lists) {
    key += `${list.length};`;
    for (const value of list) key += `${value.length}:${value}`;
  }
  return key;
}

/** One value as it is, several as one text. */
export function together(values: readonly string[]): string {
  return values.length === 1 ? values[0]! : JSON.stringify(values);
}

function valuesOf({ correlation, values, carried }: Correlated, field: string): readonly string[] {
  const at = correlation.groupBy.indexOf(field);
  return at < 0 ? (carried.get(field) ?? []) : [values[at]!];
}
