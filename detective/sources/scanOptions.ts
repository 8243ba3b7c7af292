import { ScanOptions } from "../archive/scan/archiveScan";
import { LogFilesOptions } from "./logScope";

/** How the files are scanned that are read with such options. */
export function scanOptions({ concurrency, threads, signal }: LogFilesOptions): ScanOptions {
  return {
    ...(concurrency !== undefined && { ahead: concurrency }),
    ...(threads !== undefined && { threads }),
    ...(signal && { signal }),
  };
}
