import { RecordScope } from "../../detect/recordScope";
import { FileProblem, FileProblems } from "../../sources/fileGaps";
import { LogFile, filesInOrder } from "../../sources/logFileList";
import { QuerySource } from "../query/querySource";
import { partitionPath } from "./cacheFormat";
import { FilePlace } from "./filePlace";
import { VersionStamp } from "./versionStamp";

/** A partition of an archive as its files are now. */
export interface ListedPartition {
  readonly place: FilePlace;
  readonly stamp: VersionStamp;
}

/** A log file with what a cache knows it by. */
export interface VersionedFile {
  readonly file: LogFile;
  /** In the archive. */
  readonly name: string;
  readonly version: string;
}

/** The files of an archive, sorted into partitions; kept are only sums, and the files' names where the source keeps them. */
export class PartitionListing {
  readonly partitions = new Map<string, ListedPartition>();

  private constructor(
    private readonly source: QuerySource,
    private readonly list: Awaited<ReturnType<QuerySource["list"]>>,
    private readonly opens: (place: FilePlace) => boolean,
  ) {}

  /** @param opens which places are wanted */
  static async of(
    source: QuerySource,
    scope: RecordScope,
    opens: (place: FilePlace) => boolean = () => true,
    signal?: AbortSignal,
  ): Promise<PartitionListing> {
    const listing = new PartitionListing(source, await source.list(scope, signal), opens);
    for (const file of filesInOrder(listing.list)) {
      const place = source.placeOf(file);
      if (!opens(place)) continue;
      const path = partitionPath(place);
      let partition = listing.partitions.get(path);
      if (!partition) listing.partitions.set(path, (partition = { place, stamp: new VersionStamp() }));
      partition.stamp.add(source.nameOf(file), source.versionOf(file));
    }
    return listing;
  }

  get problems(): FileProblems | readonly FileProblem[] {
    return this.list.problems;
  }

  /** The files of some partitions, in the order of their names. */
  *files(isWanted: (path: string) => boolean): Generator<LogFile> {
    for (const file of filesInOrder(this.list)) {
      const place = this.source.placeOf(file);
      if (this.opens(place) && isWanted(partitionPath(place))) yield file;
    }
  }

  /** The same, partition by partition, each once all of its files were found. */
  *partitionsOf(isWanted: (path: string) => boolean): Generator<[path: string, files: VersionedFile[]]> {
    const open = new Map<string, VersionedFile[]>();
    for (const file of this.files(isWanted)) {
      const path = partitionPath(this.source.placeOf(file));
      const files = open.get(path) ?? [];
      if (files.length === 0) open.set(path, files);
      files.push({ file, name: this.source.nameOf(file), version: this.source.versionOf(file) });
      if (files.length < (this.partitions.get(path)?.stamp.files ?? 0)) continue;
      open.delete(path);
      yield [path, files];
    }
    yield* open;
  }
}
