import { ScannedField } from "./recordFilter";

/** One name of a field's path, as recordScan.as.ts knows it. */
interface Name {
  readonly name: Buffer;
  readonly children: Map<string, Name>;
  /** The field that ends here; -1 for none. */
  field: number;
  at: number;
  /** Its fields and those below, by their place in the list. */
  first: number;
  fields: number;
}

/** How much of the memory a name takes; see recordScan.as.ts for what lies where. */
const SIZE = 192;
const AT = {
  field: 4,
  children: 8,
  first: 12,
  fields: 16,
  length: 20,
  next: 24,
  name: 28,
  byLength: 32,
  beginning: 160,
  mask: 176,
} as const;

/**
 * The names that fields are made of, laid out as the scanner wants them in its memory.
 *
 * @param base where in the memory they will lie
 */
export function nameTree(
  fields: readonly ScannedField[],
  base: number,
): { bytes: Buffer; fieldList: number } {
  const root = newName("");
  for (const [field, path] of fields.entries()) {
    let node = root;
    for (const part of path.split(".")) {
      let child = node.children.get(part);
      if (!child) node.children.set(part, (child = newName(part)));
      node = child;
    }
    node.field = field;
  }
  const names: Name[] = [];
  const list: number[] = [];
  place(root, names, list);
  for (const [index, name] of names.entries()) name.at = base + index * SIZE;
  const fieldList = base + names.length * SIZE;
  let textAt = fieldList + 4 * list.length;
  // The scanner reads 16 bytes at once.
  const bytes = Buffer.alloc(textAt - base + names.reduce((sum, { name }) => sum + name.length, 0) + 16);
  for (const [index, field] of list.entries()) bytes.writeInt32LE(field, fieldList - base + 4 * index);
  for (const name of names) {
    write(bytes.subarray(name.at - base, name.at - base + SIZE), name, textAt);
    textAt += name.name.copy(bytes, textAt - base);
  }
  for (const { children, at } of names) link(bytes, base, at, [...children.values()]);
  return { bytes, fieldList };
}

function newName(name: string): Name {
  return { name: Buffer.from(name), children: new Map(), field: -1, at: 0, first: 0, fields: 0 };
}

/** Puts names in their order, and with them their fields: those below a name follow it. */
function place(name: Name, names: Name[], list: number[]): void {
  names.push(name);
  name.first = list.length;
  if (name.field >= 0) list.push(name.field);
  for (const child of name.children.values()) place(child, names, list);
  name.fields = list.length - name.first;
}

function write(bytes: Buffer, { name, field, children, first, fields }: Name, textAt: number): void {
  bytes.writeInt32LE(field, AT.field);
  bytes.writeUInt32LE(children.size, AT.children);
  bytes.writeUInt32LE(first, AT.first);
  bytes.writeUInt32LE(fields, AT.fields);
  bytes.writeUInt32LE(name.length, AT.length);
  bytes.writeUInt32LE(textAt, AT.name);
  name.copy(bytes, AT.beginning, 0, 16);
  bytes.fill(0xff, AT.mask, AT.mask + Math.min(name.length, 16));
}

function link(bytes: Buffer, base: number, parent: number, children: readonly Name[]): void {
  for (const { name, at } of children) {
    const slot = parent - base + AT.byLength + 4 * Math.min(name.length, 31);
    bytes.writeUInt32LE(bytes.readUInt32LE(slot), at - base + AT.next);
    bytes.writeUInt32LE(at, slot);
  }
}
