import { relative, resolve, sep } from "node:path";
import { isS3Uri, parseS3Uri } from "../sources/s3Uri";
import type { FolderStore } from "./folderStore";
import type { KeySource } from "./keyRing";
import type { ObjectStore } from "./objectStore";
import { Prover, type Proof } from "./prover";

/** What can be said of a file that records were read from. */
export interface FileProof extends Omit<Proof, "key"> {
  /** As the reading names it: a path or an `s3://` address. */
  file: string;
}

export interface FileProverOptions {
  /** What was read: paths of folders and files. */
  paths: readonly string[];
  /** @throws Error that says in a few words why it can't be opened */
  openFolder: (folder: string) => Promise<FolderStore>;
  openBucket: (bucket: string) => Promise<ObjectStore>;
  keys: KeySource;
}

interface Place {
  /** The folder that is a copy of a bucket, or an `s3://` address of one. */
  root: string;
  /** In the copy; the copy's own beginning comes before it. */
  key: string;
}

/** Proves files by the names that readings give them. */
export class FileProver {
  private readonly opened = new Map<string, Promise<{ prover: Prover; shift: string } | string>>();
  private readonly stores: ObjectStore[] = [];

  constructor(private readonly options: FileProverOptions) {}

  /** @param file undefined for what was read from no file */
  async proofOf(file: string | undefined): Promise<FileProof> {
    if (file === undefined) return { file: "", state: "unknown", why: "it was read from no log file" };
    const place = placeOf(file, this.options.paths);
    if (!place) return { file, state: "not covered", why: "it lies in no AWSLogs/ folder" };
    const at = await this.openOnce(place.root);
    if (typeof at === "string") return { file, state: "unknown", why: at };
    const { sha256, digest, state, why } = await at.prover.proofOf(at.shift + place.key);
    return {
      file,
      state,
      ...(sha256 !== undefined && { sha256 }),
      ...(digest !== undefined && { digest }),
      ...(why !== undefined && { why }),
    };
  }

  async close(): Promise<void> {
    for (const store of this.stores) await store.close?.();
  }

  private openOnce(root: string): Promise<{ prover: Prover; shift: string } | string> {
    const known = this.opened.get(root) ?? this.open(root).catch((error: Error) => error.message);
    this.opened.set(root, known);
    return known;
  }

  private async open(root: string): Promise<{ prover: Prover; shift: string }> {
    const { openFolder, openBucket, keys } = this.options;
    const [store, shift] = isS3Uri(root)
      ? [await openBucket(parseS3Uri(root).bucket), ""]
      : await openFolder(root).then((folder) => [folder, folder.shift] as const);
    this.stores.push(store);
    return { prover: new Prover({ store, keys }), shift };
  }
}

/** Undefined where a file lies in no copy of a bucket. */
export function placeOf(file: string, paths: readonly string[]): Place | undefined {
  if (isS3Uri(file)) {
    const { bucket, prefix } = parseS3Uri(file);
    return { root: `s3://${bucket}`, key: prefix };
  }
  const whole = resolve(file);
  // What was read may be the copy, with the metadata in it, or a folder within.
  const roots = [...paths.map((path) => resolve(path)), whole.split(`${sep}AWSLogs${sep}`)[0]!];
  for (const root of roots) {
    const key = relative(root, whole).split(sep).join("/");
    if (/(^|\/)AWSLogs\//.test(key) && !key.startsWith("../")) return { root, key };
  }
  return undefined;
}
