/** A field that the scanner finds in a record's bytes: its path in the record, the parts divided by dots. */
export type ScannedField = string;

/** What must hold of one field for a record to matter; case counts. */
export interface FieldFilter {
  readonly field: ScannedField;
  /** One of these texts. @default any value */
  readonly oneOf?: readonly string[];
  /** It need only end in one of them. @default false */
  readonly ending?: boolean;
  /** Compare ASCII letters without their case. @default false */
  readonly caseless?: boolean;
}

/**
 * Which records can matter: one of the sets holds, all of a set's filters do. A plain object, so that it can be sent to a
 * thread.
 *
 * It errs to one side only: a record that it lets through is judged again, one that it holds back can't matter. A value
 * that is no plain text (an escape, a number, an object, a field that stands twice) always passes its filter; a field
 * that is absent or null never does.
 */
export type RecordFilter = readonly (readonly FieldFilter[])[];
