import type { OutputInstance, Unwrap } from "@pulumi/pulumi";
import type { Clients } from "./clients";
import type { Field } from "./fields";
import type { Properties } from "./propertyValues";

/** What an operation on one resource may use: clients of the resource's region, and who calls. */
export interface Call {
  aws: Clients;
  region: string;
  partition: string;
  accountId(): Promise<string>;
}

/** Plain values of a resource's inputs as its `Args` type in `@pulumi/aws` declares them. */
export type Inputs<Args> = { [K in keyof Args]: PlainInput<Args[K]> };

// Inputs that accept a text or an object (policy documents, resources) always arrive here as text.
type PlainInput<T> =
  string extends Unwrap<T> ? (undefined extends Unwrap<T> ? string | undefined : string) : Unwrap<T>;

/** Plain values of a resource's outputs as its class in `@pulumi/aws` declares them. */
export type Outputs<Resource> = {
  [
    K in keyof Resource as Resource[K] extends OutputInstance<unknown> ? Exclude<K, "urn" | "id"> : never
  ]: Resource[K] extends OutputInstance<infer T> ? T : never;
};

/** What is filled in for every record: the region, and tags split into the program's own and all. */
type Common = "region" | "tagsAll";

/** What differs between the state and what the program wants, by input name. */
export type Changed<Args> = (...names: (keyof Args)[]) => boolean;

/**
 * One resource type: its inputs and how to create, read, update and delete it.
 *
 * `Unread` names outputs that `read` does not give: those that live in the state only, and those left out on purpose.
 */
export interface ResourceRecord<Args, Resource, Unread extends keyof Outputs<Resource> = never> {
  type: string;
  /** Every input of the vendor's, served or refused. */
  fields: Record<Exclude<keyof Args, "tags">, Field> &
    ("tags" extends keyof Args ? { tags: Field } : unknown);
  /** Outputs that are no inputs; unknown in a preview until the resource exists. */
  outputs: readonly Exclude<keyof Outputs<Resource>, keyof Args | Common | Unread>[];
  /** Outputs that become unknown in a preview when one of these inputs changes. */
  follows?: Partial<Record<keyof Outputs<Resource>, (keyof Args & string)[]>>;
  /** The input named after the resource when the program names none. */
  autoName?: { input: keyof Args & string; prefix?: string; lowerCase?: boolean; maxLength: number };
  /** The inputs that make the thing unique in AWS: when they stay, the old one is deleted before its replacement. */
  identity: readonly (keyof Args & string)[];
  /** Rules over several inputs; each problem as `[property, reason]`. */
  check?(inputs: Properties): [property: string, reason: string][];
  /** Makes the resource; calls `made` with its id the moment it exists, so that a later failure orphans nothing. */
  create(call: Call, inputs: Inputs<Args>, made: (id: string) => void): Promise<void>;
  /** Everything AWS says of the resource, or undefined when it is gone; `known` is the last known state. */
  read(
    call: Call,
    id: string,
    known: Partial<Inputs<Args>>,
  ): Promise<Omit<Outputs<Resource>, Common | Unread> | undefined>;
  /** Makes only the calls that the changed inputs need; absent when every change replaces. */
  update?(
    call: Call,
    id: string,
    change: { changed: Changed<Args>; inputs: Inputs<Args>; state: Properties },
  ): Promise<void>;
  /** Deletes the resource; already gone is fine. */
  remove(call: Call, id: string, state: Partial<Inputs<Args>>): Promise<void>;
  /** The id AWS knows it by, when an import may name it otherwise. */
  idOf?(state: Properties): string;
  /** Sets these tags and takes those away, for types that have tags. */
  tag?(call: Call, id: string, tags: TagChange, state: Properties): Promise<void>;
}

/** How tags change: what to set, whose names to take away, and everything as it shall be. */
export interface TagChange {
  set: Record<string, string>;
  unset: string[];
  all: Record<string, string>;
}

/** A record as the registry and the operations see it. */
export interface AnyRecord {
  type: string;
  fields: Record<string, Field>;
  outputs: readonly string[];
  follows?: Partial<Record<string, string[]>>;
  autoName?: { input: string; prefix?: string; lowerCase?: boolean; maxLength: number };
  identity: readonly string[];
  check?(inputs: Properties): [property: string, reason: string][];
  create(call: Call, inputs: Properties, made: (id: string) => void): Promise<void>;
  read(call: Call, id: string, known: Properties): Promise<Properties | undefined>;
  update?(
    call: Call,
    id: string,
    change: { changed: (...names: string[]) => boolean; inputs: Properties; state: Properties },
  ): Promise<void>;
  remove(call: Call, id: string, state: Properties): Promise<void>;
  idOf?(state: Properties): string;
  tag?(call: Call, id: string, tags: TagChange, state: Properties): Promise<void>;
}

/** Declares a record; the types of `@pulumi/aws` check that no input and no output is forgotten or misnamed. */
export function defineRecord<Args, Resource, Unread extends keyof Outputs<Resource> = never>(
  record: ResourceRecord<Args, Resource, Unread>,
): AnyRecord {
  return record as unknown as AnyRecord;
}
