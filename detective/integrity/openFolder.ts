import { posix } from "node:path";
import { parseDigestName } from "./digestName";
import { folderStore, type FolderStore } from "./folderStore";
import { readDigest } from "./loadDigests";

/** So many digests are asked where the folder belongs. */
const ASKED = 20;
/** No layout has its digests behind more files than that. */
const MOST_FILES = 100_000;

/**
 * A copy of a bucket, or of a part of it: what the digests in it say of their own keys tells which part.
 *
 * @throws Error where the folder or its metadata can't be read
 */
export async function openFolder(folder: string, bucket?: string): Promise<FolderStore> {
  const store = await folderStore(folder, bucket === undefined ? {} : { bucket });
  const votes = new Map<string, number>();
  let [asked, seen] = [0, 0];
  for await (const { key } of store.objects("")) {
    if (++seen > MOST_FILES || asked === ASKED) break;
    if (!/_CloudTrail-Digest_/.test(posix.basename(key))) continue;
    asked++;
    const { digest } = await readDigest(store, key);
    // A name that says nothing of CloudTrail's says nothing of where it belongs.
    if (!digest?.key.endsWith(key) || !parseDigestName(digest.key)) continue;
    const shift = digest.key.slice(0, -key.length);
    if (shift === "" || shift.endsWith("/")) votes.set(shift, (votes.get(shift) ?? 0) + 1);
  }
  const [most] = [...votes].sort(([, a], [, b]) => b - a);
  return most && most[0] !== "" ? store.shifted(most[0]) : store;
}
