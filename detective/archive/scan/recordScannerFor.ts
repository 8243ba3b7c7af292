import { ScannedField } from "./recordFilter";
import { RecordScanner } from "./recordScanner";
import { referenceScanner } from "./referenceScanner";
import { webAssembly } from "./webAssembly";
import { WasmScanner } from "./wasmScanner";

/** The fastest scanner that runs here: the one that parses everything where WebAssembly or its SIMD is missing. */
export function recordScannerFor(fields: readonly ScannedField[]): RecordScanner {
  // A name that isn't ASCII may stand in broken UTF-8.
  if (!webAssembly || fields.some((field) => /[^\x20-\x7e]/.test(field))) return referenceScanner(fields);
  try {
    return new WasmScanner(fields);
  } catch (error) {
    if (error instanceof webAssembly.CompileError) return referenceScanner(fields);
    throw error;
  }
}
