import { compareKeys } from "../../sources/compareKeys";

/** Two sequences in the order of their keys, as one; of one key, the later's. */
export async function* mergedByKey<T extends { readonly key: string }>(
  old: AsyncIterator<T, unknown>,
  later: AsyncIterator<T, unknown>,
): AsyncGenerator<T, void> {
  let [left, right] = [await old.next(), await later.next()];
  while (!left.done && !right.done) {
    const order = compareKeys(left.value.key, right.value.key);
    if (order < 0) yield left.value;
    else yield right.value;
    if (order <= 0) left = await old.next();
    if (order >= 0) right = await later.next();
  }
  for (; !left.done; left = await old.next()) yield left.value;
  for (; !right.done; right = await later.next()) yield right.value;
}
