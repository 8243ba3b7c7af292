import { ScannedField } from "./recordFilter";
import { RecordScanner } from "./recordScanner";
import { referenceScanner } from "./referenceScanner";

/** The fastest scanner that runs here. */
export function recordScannerFor(fields: readonly ScannedField[]): RecordScanner {
  return referenceScanner(fields);
}
