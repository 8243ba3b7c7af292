import { compareText } from "../compareText";
import { placeText, type LogPlace } from "./digestName";
import type { ObjectStore } from "./objectStore";

/** Folders beside those of CloudTrail's layout; a bucket of more has to be named more closely. */
const MOST_FOLDERS = 1000;

const REGION = /^(.*?)AWSLogs\/(?:(o-[a-z0-9]+)\/)?(\d{12})\/CloudTrail(?:-Digest)?\/([a-z0-9-]+)\//s;
const ACCOUNT = /^(.*?)AWSLogs\/(?:o-[a-z0-9]+\/)?\d{12}\/(?:CloudTrail(?:-Digest)?\/)?$/s;
const KIND = /\/CloudTrail(-Digest)?\/$/;
const REGION_NAME = /^[a-z]{2,5}(-[a-z]+)+-\d+$/;
const ABOVE = /^(.*?\/)?AWSLogs\/(?:o-[a-z0-9]+\/)?$/s;
/** CloudTrail's own kinds of folders, and how whoever reads log files knows one. */
const OWN_KIND = /^CloudTrail(-Digest|-Insight|-Aggregated)?$/;
const ANY_KIND = /^CloudTrail(-|$)/i;
/** A log file's name. */
const LOG = /_CloudTrail_[^/]*\.json(\.gz)?$/i;

/**
 * The accounts and Regions whose log files or digests lie under a prefix, in the order of their keys.
 *
 * @param onStray told of each folder and object where CloudTrail's are that is none of its own, and is not looked into
 * @throws Error where a folder can't be listed, or there are too many beside CloudTrail's
 */
export async function findPlaces(
  store: ObjectStore,
  prefix: string,
  { accounts, regions }: { accounts?: readonly string[]; regions?: readonly string[] } = {},
  onStray: (key: string) => void = () => {},
): Promise<LogPlace[]> {
  const places = new Map<string, LogPlace>();
  let others = 0;
  await descend(prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`);
  return [...places].sort(([a], [b]) => compareText(a, b)).map(([, place]) => place);

  async function descend(folder: string): Promise<void> {
    const match = REGION.exec(folder);
    if (match) {
      const [, before = "", organization, account = "", region = ""] = match;
      if ((accounts?.includes(account) ?? true) && (regions?.includes(region) ?? true)) {
        const place = {
          prefix: before,
          ...(organization !== undefined && { organization }),
          account,
          region,
        };
        places.set(placeText(place), place);
      }
      return;
    }
    const isOwn = ABOVE.test(folder) || ACCOUNT.test(folder);
    if (!isOwn && ++others > MOST_FOLDERS) {
      throw new Error(
        `${store.name}/${prefix}: more than ${MOST_FOLDERS} folders were looked into for AWSLogs/; give the prefix that holds it`,
      );
    }
    const { folders, objects } = await store.level(folder);
    // Where no log file belongs, one is read nevertheless by whoever reads all that there is.
    for (const each of objects) if (KIND.test(folder) || LOG.test(each)) onStray(each);
    for (const each of folders) if (isStray(folder, each)) onStray(each);
    await Promise.all(folders.filter((each) => !isStray(folder, each) && opens(folder, each)).map(descend));
  }

  function opens(folder: string, inner: string): boolean {
    const name = inner.slice(folder.length, -1);
    if (/AWSLogs\/(?:o-[a-z0-9]+\/)?\d{12}\/$/.test(folder)) return /^CloudTrail(-Digest)?$/.test(name);
    if (KIND.test(folder)) return REGION_NAME.test(name);
    if (!ABOVE.test(folder)) return true;
    if (/^\d{12}$/.test(name)) return accounts?.includes(name) ?? true;
    return /^o-[a-z0-9]+$/.test(name);
  }
}

/** What may be taken for CloudTrail's by whoever reads the files, as by a name in other letters. */
function isStray(folder: string, inner: string): boolean {
  const name = inner.slice(folder.length, -1);
  if (KIND.test(folder)) return !REGION_NAME.test(name);
  if (ACCOUNT.test(folder)) return ANY_KIND.test(name) && !OWN_KIND.test(name);
  const isAbove = ABOVE.test(folder);
  if (/^AWSLogs$/i.test(name)) return isAbove || name !== "AWSLogs";
  if (!isAbove) return false;
  return /^\d+$/.test(name) ? name.length !== 12 : /^o-/i.test(name) && !/^o-[a-z0-9]+$/.test(name);
}
