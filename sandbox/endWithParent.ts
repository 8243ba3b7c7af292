import type { ChildProcess } from "node:child_process";

const children = new Set<ChildProcess>();

function endAll(): void {
  for (const child of children) child.kill("SIGKILL");
}

/**
 * Ends a child process when this process ends; call what it returns once the child has ended by itself.
 *
 * One listener serves them all: Node warns of a leak when a process has more than ten, and so many Pythons may be
 * asked at the same time. It comes before other listeners: what they remove must not be written to any more.
 */
export function endWithParent(child: ChildProcess): () => void {
  if (children.size === 0) process.prependListener("exit", endAll);
  children.add(child);
  return () => {
    if (children.delete(child) && children.size === 0) process.off("exit", endAll);
  };
}
