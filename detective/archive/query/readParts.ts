import { join } from "node:path";
import { FilesRead } from "../../sources/filesRead";
import { LogFile } from "../../sources/logFileList";
import { ScanOptions, archiveScan } from "../scan/archiveScan";
import { columnsJob } from "../cache/columnsJob";
import { EventRows, isOfRecord } from "../cache/eventRows";
import { QuerySource } from "./querySource";
import { writeFileInPieces } from "./partFolder";

/** A part is written before it has more rows, or more bytes of text. */
const PART_ROWS = 131_072;
const PART_BYTES = 32 * 1024 * 1024;

/** What is read, and to where. */
export interface PartsOrder {
  readonly files: Iterable<LogFile>;
  /** Columns of the view; those of the file's place are there anyway. */
  readonly columns: readonly string[];
  readonly folder: string;
  readonly scan: ScanOptions;
  readonly source: QuerySource;
  /** Told each file that was read. */
  readonly read: FilesRead;
  readonly onFile?: (records: number) => void;
}

/**
 * Reads columns of log files into Parquet files in a folder.
 *
 * @returns their paths
 */
export async function readParts(order: PartsOrder): Promise<string[]> {
  const columns = order.columns.filter((name) => isOfRecord({ name }));
  const rows = new EventRows(columns);
  const parts: string[] = [];
  const { source } = order;
  const flush = () => {
    const path = join(order.folder, `${parts.length}.parquet`);
    writeFileInPieces(path, false, (write) => rows.writeTo(write, { sorted: false }));
    parts.push(path);
  };
  let first = 0;
  for await (const one of archiveScan(order.files, columnsJob({ columns }), order.scan)) {
    order.read.took(one);
    if (one.result) {
      rows.add(one.result, source.nameOf(one.file), source.placeOf(one.file), first);
      order.onFile?.(one.result.rows);
      first += one.result.rows;
    }
    if (!one.more) first = 0;
    if (rows.rows >= PART_ROWS || rows.bytes >= PART_BYTES) flush();
  }
  if (rows.rows > 0) flush();
  return parts;
}
