import { Fact, unreadable, value } from "./fact";

/** No list that is read here has so many pages; more are a circle. */
const MAX_PAGES = 200;

/** All pages of a list; a list without an end is unreadable, not short. */
export async function readPages<T>(
  call: string,
  page: (token: string | undefined) => Promise<{ items: readonly T[] | undefined; next: string | undefined }>,
): Promise<Fact<readonly T[]>> {
  const all: T[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const { items = [], next } = await page(token);
    all.push(...items);
    token = next || undefined;
    if (token === undefined) return value(all);
    if (seen.has(token)) return unreadable(`${call}: the API returned the same page token twice`);
    seen.add(token);
  } while (seen.size < MAX_PAGES);
  return unreadable(`${call}: no end after ${MAX_PAGES} pages`);
}
