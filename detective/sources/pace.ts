import { Clock } from "../clock";

/**
 * The network brings two requests a little closer together or further apart than they were sent: without room for that
 * the third arrives within the first's second and is throttled. Costs 3.5 % of the budget.
 */
const JITTER_SHARE = 0.035;

/** Tells when a request reached the other side, if later than it was sent: a slow way there counts as well. */
export type Arrival = (at: number) => void;

/**
 * Returns a function that waits until the next request fits the budget: never more than `perSecond` in any second.
 *
 * @param perSecond `Infinity` switches the budget off.
 */
export function pace(perSecond: number, clock: Clock): () => Promise<Arrival> {
  if (perSecond === Infinity) return () => Promise.resolve(() => undefined);
  // Below one a second the window grows instead of the count shrinking below one.
  const count = Math.max(1, Math.floor(perSecond));
  const windowMs = ((1000 * count) / perSecond) * (1 + JITTER_SHARE);
  const recent: { at: number }[] = [];
  return async () => {
    const before = recent.length < count ? undefined : recent.shift()!;
    const request = { at: Math.max(clock.now(), (before?.at ?? -Infinity) + windowMs) };
    recent.push(request);
    const later: Arrival = (at) => (request.at = Math.max(request.at, at));
    // More than once: while it waited, the one before may turn out to have arrived late, and a timer may come late.
    for (let wait = request.at - clock.now(); wait > 0; wait = (before?.at ?? 0) + windowMs - clock.now()) {
      await clock.sleep(wait);
    }
    later(clock.now());
    return later;
  };
}
