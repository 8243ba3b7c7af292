/** Where a long step tells how far it is: one short line at a time, the latest replaces the one before. */
export type Progress = (line: string) => void;

/** A progress that tells nobody. */
export const silent: Progress = () => {};
