import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import type { OpMap } from "@pulumi/pulumi/automation";
import { isolatedStack, plainOutputs, type Target } from "../../../harness";

const examples = resolve(__dirname, "../../../examples");
const load = createRequire(__filename);

/** What an example's life came to. */
export interface ExampleLife {
  outputs: Record<string, string>;
  /** What the first and the second `up` did, such as `{ create: 3 }`. */
  first: OpMap;
  second: OpMap;
}

/**
 * Brings an example up on a stack of its own, lets `look` look at it, brings it up once more and destroys it.
 *
 * @param config the example's own configuration, without a prefix
 */
export async function runExample(
  target: Target,
  name: string,
  config: Record<string, unknown>,
  look: (outputs: Record<string, string>) => Promise<void>,
): Promise<ExampleLife> {
  const { stack, dispose } = await isolatedStack(target, program(name), () => config);
  try {
    const first = await stack.up();
    const outputs = plainOutputs(first.outputs);
    await look(outputs);
    const second = await stack.up();
    return {
      outputs,
      first: first.summary.resourceChanges ?? {},
      second: second.summary.resourceChanges ?? {},
    };
  } finally {
    await stack.destroy();
    await dispose();
  }
}

/** An example's file runs when it is loaded, as `pulumi up` does it, so each operation loads it anew. */
function program(name: string): () => Promise<Record<string, unknown>> {
  const path = join(examples, name, "index.ts");
  return () => {
    delete load.cache[path];
    return Promise.resolve(load(path) as Record<string, unknown>);
  };
}
