/** What a command sees of the world, so that a test can be one. */
export interface Io {
  /** Data and nothing else. */
  stdout: NodeJS.WriteStream;
  /** Progress, notes, errors. */
  stderr: NodeJS.WriteStream;
  env: NodeJS.ProcessEnv;
  /** Milliseconds since 1970. */
  now(): number;
}

export const processIo: Io = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  now: () => Date.now(),
};

/** Writes all of a text before it returns, as long as somebody reads. */
export async function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  await new Promise<void>((resolve, reject) =>
    stream.write(text, (error) => (error ? reject(error) : resolve())),
  );
}

const ENOUGH = 64 * 1024;

/** Writes one piece after the other, as fast as they are read: what an answer of many events takes stays out of memory. */
export async function writePieces(stream: NodeJS.WriteStream, pieces: Iterable<string>): Promise<void> {
  let gathered = "";
  for (const piece of pieces) {
    gathered += piece;
    if (gathered.length < ENOUGH) continue;
    await write(stream, gathered);
    gathered = "";
  }
  if (gathered !== "") await write(stream, gathered);
}
