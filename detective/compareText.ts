/** Orders texts by their code units: everywhere the same, and the order of time for ISO 8601 times in UTC. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
