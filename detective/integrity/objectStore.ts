import type { HashedContent } from "./hashContent";

/** An object as a listing shows it. */
export interface ListedObject {
  key: string;
  /** In bytes. */
  size?: number;
  /** Changes when the object does: its ETag, or when its file was written and changed. */
  tag?: string;
}

export interface ReadObject {
  bytes: Buffer;
  /** User metadata, without `x-amz-meta-`; undefined where it was lost. */
  metadata?: Readonly<Record<string, string>>;
}

/** What is right under a prefix, by whole keys; a folder's ends in a slash. */
export interface ObjectLevel {
  readonly folders: string[];
  readonly objects: string[];
}

/** Log files and digests by their keys: a bucket, or a copy of one on disk. */
export interface ObjectStore {
  /** For messages: `s3://bucket`, or the folder. */
  name: string;
  /** Undefined where a copy doesn't say. */
  bucket?: string;
  /** What is right under a prefix. */
  level(prefix: string): Promise<ObjectLevel>;
  /** All objects under a prefix, in the order of their keys, from those that sort after `after` on. */
  objects(prefix: string, after?: string): AsyncIterable<ListedObject>;
  /**
   * @throws ObjectMissing where there is none
   * @throws Error that says in a few words why it can't be read
   */
  read(key: string): Promise<ReadObject>;
  /** What `hashContent` says of an object, where the store does it on threads of its own. */
  hash?(key: string): Promise<HashedContent>;
  /** How many are read at a time. */
  concurrency: number;
  /** Ends what it began. */
  close?(): Promise<void>;
}

/** There is no such object. */
export class ObjectMissing extends Error {
  override readonly name = "ObjectMissing";
}
