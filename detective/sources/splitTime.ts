import type { HistoryWindow } from "./historyWindow";

const SECOND = 1000;
/** Each split may cost a page that two windows share: not worth it for less. */
const FEWEST_PAGES = 4;

/** How many pages a window still has, judged by what it gave so far; undefined where nobody can say. */
export function pagesLeft(window: HistoryWindow): number | undefined {
  if (window.done) return 0;
  const { msPerPage, oldest, after } = window;
  if (msPerPage === undefined || oldest === undefined || after === undefined) return undefined;
  return Math.max(0, oldest - after) / msPerPage;
}

/**
 * The second at which to split what is left of a window: its older part, that second included, can be read beside it.
 *
 * A window with a known end is split in the middle. Of the oldest one nobody knows how far back its events reach, so
 * its next `stride` pages are split off, judged by how dense its events were so far.
 * @returns milliseconds since 1970; undefined where splitting isn't worth it
 */
export function splitTime(window: HistoryWindow, start: number, stride: number): number | undefined {
  const { msPerPage, oldest, after } = window;
  if (window.done || msPerPage === undefined || oldest === undefined) return undefined;
  const end = after ?? start;
  const pages = (oldest - end) / msPerPage;
  if (pages < FEWEST_PAGES) return undefined;
  const reach = after === undefined ? Math.min(stride, pages / 2) : pages / 2;
  const at = Math.floor((oldest - reach * msPerPage) / SECOND) * SECOND;
  return at >= end + SECOND && at < oldest ? at : undefined;
}
