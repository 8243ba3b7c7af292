// A thread of `HashThreads`: hashes the files of a batch, and answers with all of them at once.
import { parentPort } from "node:worker_threads";
import { hashContent, type HashedContent } from "./hashContent";
import { readWholeHere } from "./readWhole";

const port = parentPort!;
let last: Promise<void> = Promise.resolve();

port.on("message", (paths: string[]) => {
  last = last.then(() => answer(paths));
});

async function answer(paths: readonly string[]): Promise<void> {
  const answers: HashedContent[] = [];
  for (const path of paths) {
    try {
      answers.push(await hashContent(() => readWholeHere(path), { here: true }));
    } catch (error) {
      answers.push({ problem: "unreadable", why: (error as Error).message });
    }
  }
  port.postMessage(answers);
}
