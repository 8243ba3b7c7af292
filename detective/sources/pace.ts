import { Clock } from "../clock";

/**
 * The network brings two requests a little closer together or further apart than they were sent: without room for that
 * the third arrives within the first's second and is throttled. Costs 2.5 % of the budget.
 */
const JITTER_SHARE = 0.025;

/**
 * Returns a function that waits until the next request fits the budget: never more than `perSecond` in any second.
 *
 * @param perSecond `Infinity` switches the budget off.
 */
export function pace(perSecond: number, clock: Clock): () => Promise<void> {
  if (perSecond === Infinity) return () => Promise.resolve();
  // Below one a second the window grows instead of the count shrinking below one.
  const count = Math.max(1, Math.floor(perSecond));
  const windowMs = ((1000 * count) / perSecond) * (1 + JITTER_SHARE);
  const recent: number[] = [];
  return async () => {
    const earliest = recent.length < count ? -Infinity : recent.shift()! + windowMs;
    const at = Math.max(clock.now(), earliest);
    recent.push(at);
    if (at > clock.now()) await clock.sleep(at - clock.now());
  };
}
