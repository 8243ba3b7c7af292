import { LEVELS, Level, levelRank } from "../finding";
import { Power } from "./power";

/** Rights given to oneself are nobody's daily work; given to another they mostly are. */
export const LEVEL_BY_POWER: Readonly<Record<Power, { self: Level; other: Level }>> = {
  admin: { self: "high", other: "medium" },
  broad: { self: "high", other: "low" },
  unknown: { self: "high", other: "low" },
  some: { self: "medium", other: "informational" },
  harmless: { self: "medium", other: "informational" },
};

export function raised(level: Level, by: number): Level {
  return LEVELS[Math.min(LEVELS.length - 1, Math.max(0, levelRank(level) + by))]!;
}

export function higher(a: Level, b: Level): Level {
  return levelRank(b) > levelRank(a) ? b : a;
}

export function lower(a: Level, b: Level): Level {
  return levelRank(b) < levelRank(a) ? b : a;
}
