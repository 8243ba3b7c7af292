/** `go list` and `go build` say one such line for each module they fetch. */
export const isDownload = (line: string): boolean => /^go: downloading \S+ v\S+$/.test(line);

/** `go build -v` names each package on a line of its own when it is compiled (not when it comes from Go's cache). */
export const isPackage = (line: string): boolean => /^[A-Za-z0-9][\w.~+-]*(\/[\w.~+-]+)*$/.test(line);

/** How many modules a tidy go.mod requires: the most that can be fetched. */
export function countRequired(goMod: string): number {
  return goMod.split("\n").filter((line) => /^(require\s+|\t)[^\s()]+ v\S+/.test(line)).length;
}

export function downloading(title: string, fetched: number, modules: number): string {
  return `downloading ${title}'s modules: ${fetched} of at most ${modules}`;
}

export function compiling(title: string, compiled: number, packages: number): string {
  return `building ${title}: ${compiled} of at most ${packages} packages compiled`;
}
