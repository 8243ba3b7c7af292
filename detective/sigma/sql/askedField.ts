import { FieldSql } from "./sqlDialect";

/** A field of Athena's table, with its scalars as a list of texts, in which a NULL is none. */
export interface AskedField extends Omit<FieldSql, "equals"> {
  readonly scalars: (cased: boolean) => string;
}
