import { Clock } from "../clock";

/**
 * Returns a function that waits until the next request fits the budget: never more than `perSecond` in any second.
 *
 * @param perSecond `Infinity` switches the budget off.
 */
export function pace(perSecond: number, clock: Clock): () => Promise<void> {
  if (perSecond === Infinity) return () => Promise.resolve();
  // Below one a second the window grows instead of the count shrinking below one.
  const count = Math.max(1, Math.floor(perSecond));
  const windowMs = (1000 * count) / perSecond;
  const recent: number[] = [];
  return async () => {
    const earliest = recent.length < count ? -Infinity : recent.shift()! + windowMs;
    const at = Math.max(clock.now(), earliest);
    recent.push(at);
    if (at > clock.now()) await clock.sleep(at - clock.now());
  };
}
