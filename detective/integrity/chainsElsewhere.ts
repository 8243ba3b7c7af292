import { hashLog } from "./checkLog";
import { parseDigestName, placeText } from "./digestName";
import { isRead, type LoadedDigest } from "./loadedDigest";
import type { ObjectStore } from "./objectStore";

/**
 * The digests that others name as the one before them, of the same trail under another prefix or organization: it went on
 * there when it was changed. Of each whether it is there as it was named.
 */
export async function chainsElsewhere(
  digests: readonly LoadedDigest[],
  store: ObjectStore,
): Promise<Map<string, boolean>> {
  const found = new Map<string, boolean>();
  for (const each of digests) {
    const previous = isRead(each) ? each.digest.previous : undefined;
    const name = previous && parseDigestName(previous.key);
    if (!name || placeText(name) === placeText(each.name)) continue;
    const own = each.name;
    const isSame =
      name.trail === own.trail &&
      name.homeRegion === own.homeRegion &&
      name.account === own.account &&
      name.region === own.region;
    if (!isSame) continue;
    const content = await hashLog(store, previous.key);
    const isThere = content.problem === undefined && content.sha256.toLowerCase() === previous.hash;
    found.set(previous.key, isThere);
  }
  return found;
}
