import { hasUnknowns, unknown, type Properties } from "./propertyValues";
import type { AnyRecord, Call } from "./record";
import { diffState, type Surroundings } from "./diffState";
import { inputsFrom } from "./inputsFromState";
import { isNothing, sameValue } from "./sameValue";
import { allTags, splitTags, tagChange } from "./tags";

/** A resource that exists, but whose creation or update did not reach its end: the engine keeps it and tries again. */
export class PartialFailure extends Error {
  constructor(
    readonly id: string,
    readonly state: Properties,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(reason, options);
    this.name = "PartialFailure";
  }
}

/** One operation's surroundings: the calls it may make and what the provider was configured with. */
export interface Setting extends Surroundings {
  call: Call;
}

/** What a resource will look like, as far as that is known before it exists. */
export function previewCreate(record: AnyRecord, inputs: Properties, around: Surroundings): Properties {
  const state: Properties = { ...withoutInternals(inputs), region: inputs.region ?? around.region };
  for (const name of record.outputs) state[name] = unknown;
  for (const [name, field] of Object.entries(record.fields)) {
    if (field.computed && state[name] === undefined) state[name] = unknown;
  }
  return expected(record, state, around);
}

/** What a resource will look like after an update: what cannot change stays known. */
export function previewUpdate(
  record: AnyRecord,
  state: Properties,
  inputs: Properties,
  around: Surroundings,
): Properties {
  const { changes } = diffState(record, state, inputs, around);
  const next: Properties = { ...state, ...withoutInternals(inputs) };
  for (const [name, { kind }] of changes) if (kind === "delete") delete next[name];
  for (const [output, causes] of Object.entries(record.follows ?? {})) {
    if (causes?.some((cause) => changes.has(cause))) next[output] = unknown;
  }
  return expected(record, next, around);
}

export async function create(record: AnyRecord, inputs: Properties, setting: Setting) {
  let id: string | undefined;
  const wanted = withTags(record, inputs, setting);
  try {
    await record.create(setting.call, wanted, (made) => (id = made));
    if (id === undefined) throw new Error("was created without an id");
    return { id, state: await readState(record, id, inputs, setting) };
  } catch (error) {
    if (id === undefined) throw error;
    throw await partialFailure(record, id, inputs, setting, error);
  }
}

export async function update(
  record: AnyRecord,
  id: string,
  state: Properties,
  inputs: Properties,
  setting: Setting,
): Promise<Properties> {
  const { changes } = diffState(record, state, inputs, setting);
  try {
    if (changes.size > 0)
      await record.update?.(setting.call, id, {
        changed: (...names) => names.some((name) => changes.has(name)),
        inputs: withTags(record, inputs, setting),
        state,
      });
    if (record.tag && (changes.has("tags") || changes.has("tagsAll"))) {
      const change = tagChange(state.tagsAll, allTags(setting.defaultTags, inputs.tags));
      await record.tag(setting.call, id, change, state);
    }
    return await readState(record, id, inputs, setting);
  } catch (error) {
    throw await partialFailure(record, id, { ...state, ...inputs }, setting, error);
  }
}

/** Reads a resource for a refresh (with the last inputs and state) or an import (with neither). */
export async function read(
  record: AnyRecord,
  id: string,
  known: { inputs?: Properties; state: Properties },
  setting: Setting,
): Promise<{ id: string; state: Properties; inputs: Properties } | undefined> {
  const found = await find(record, id, known.state, setting);
  if (!found) return undefined;
  return {
    id: record.idOf?.(found) ?? id,
    state: found,
    inputs: inputsFrom(record, found, known.inputs),
  };
}

async function readState(
  record: AnyRecord,
  id: string,
  known: Properties,
  setting: Setting,
): Promise<Properties> {
  const found = await find(record, id, known, setting);
  if (!found) throw new Error(`${id} was made, but AWS does not find it`);
  return found;
}

async function find(
  record: AnyRecord,
  id: string,
  known: Properties,
  { call, defaultTags }: Setting,
): Promise<Properties | undefined> {
  const found = await record.read(call, id, known);
  if (!found) return undefined;
  const state: Properties = { ...found };
  if (record.fields.region) state.region = call.region;
  if (record.fields.tags) Object.assign(state, splitTags(found.tags, defaultTags, known.tags));
  for (const [name, field] of Object.entries(record.fields)) {
    if (field.stateOnly) state[name] = known[name] ?? field.default;
    // What means the same keeps its spelling, so that nothing that depends on it sees a change.
    const spelling = field.shape === "json" || field.same;
    if (spelling && !isNothing(known[name]) && sameValue(field, state[name], known[name]))
      state[name] = known[name];
  }
  return state;
}

async function partialFailure(
  record: AnyRecord,
  id: string,
  inputs: Properties,
  setting: Setting,
  cause: unknown,
): Promise<PartialFailure> {
  // With the true state the next update makes just the calls that are missing; without it, all of them.
  const state = await find(record, id, inputs, setting).catch(() => undefined);
  const kept = Object.fromEntries(record.identity.map((name) => [name, inputs[name]]));
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PartialFailure(id, state ?? { ...kept, region: setting.call.region }, reason, { cause });
}

function expected(record: AnyRecord, state: Properties, { defaultTags }: Surroundings): Properties {
  if (!record.fields.region) delete state.region;
  if (!record.fields.tags) return state;
  return { ...state, tagsAll: hasUnknowns(state.tags) ? unknown : allTags(defaultTags, state.tags) };
}

function withTags(record: AnyRecord, inputs: Properties, { defaultTags }: Surroundings): Properties {
  const plain = withoutInternals(inputs);
  return record.fields.tags ? { ...plain, tags: allTags(defaultTags, inputs.tags) } : plain;
}

function withoutInternals(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !name.startsWith("__")));
}
