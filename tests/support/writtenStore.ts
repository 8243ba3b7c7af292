import { ObjectMissing, type ListedObject, type ObjectStore } from "../../detective/integrity/objectStore";
import type { WrittenBucket } from "./digestChain";

/** A bucket in memory as a store; `lost` leaves out what a plain copy loses. */
export function writtenStore(
  bucket: WrittenBucket,
  { lost = false, as = bucket.name }: { lost?: boolean; as?: string } = {},
): ObjectStore {
  const listed = (key: string): ListedObject => {
    const { length } = bucket.at(key).body;
    return { key, size: length, tag: String(length) };
  };
  return {
    name: `s3://${as}`,
    bucket: as,
    concurrency: 4,
    level(prefix) {
      const below = bucket.keys().filter((key) => key.startsWith(prefix));
      const inner = below.flatMap((key) => {
        const end = key.indexOf("/", prefix.length);
        return end < 0 ? [] : [key.slice(0, end + 1)];
      });
      const objects = below.filter((key) => !key.includes("/", prefix.length));
      return Promise.resolve({ folders: [...new Set(inner)], objects });
    },
    async *objects(prefix, after = "") {
      for (const key of bucket.keys()) {
        if (key.startsWith(prefix) && key > after) yield await Promise.resolve(listed(key));
      }
    },
    read(key) {
      const object = bucket.objects.get(key);
      if (!object) return Promise.reject(new ObjectMissing("there is no such object"));
      const { body, metadata } = object;
      return Promise.resolve({ bytes: body, ...(!lost && { metadata: { ...metadata } }) });
    },
  };
}
