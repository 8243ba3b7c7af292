/** Resource patterns, with those that had to be widened. */
export interface FewerResources {
  resources: readonly string[];
  widened: readonly { pattern: string; instead: number }[];
}

/**
 * Where more resources of one kind were used than `most`, a pattern over their common beginning, up to a `/` or `:`:
 * for objects the bucket's folders, as long as there aren't too many of them.
 */
export function fewerResources(resources: readonly string[], most: number): FewerResources {
  const kinds = grouped(resources, kindOf);
  const kept: string[] = [];
  const widened: FewerResources["widened"][number][] = [];
  for (const [kind, ofKind] of kinds) {
    if (ofKind.length <= most) {
      kept.push(...ofKind);
      continue;
    }
    const folders = grouped(ofKind, (resource) => folderOf(resource, kind));
    const groups = folders.size <= most ? [...folders.values()] : [ofKind];
    for (const group of groups) {
      if (group.length === 1) {
        kept.push(group[0]!);
        continue;
      }
      const pattern = `${commonBeginning(group, kind)}*`;
      kept.push(pattern);
      widened.push({ pattern, instead: group.length });
    }
  }
  return { resources: [...new Set(kept)].sort(), widened };
}

/** Everything that must not be widened over: up to the bucket, or to the kind of resource. */
function kindOf(resource: string): string {
  const [, service, rest = ""] = /^arn:[^:]*:([^:]*):((?:[^:]*:){2}.*)$/s.exec(resource) ?? [];
  if (service === undefined) return resource;
  const head = resource.slice(0, resource.length - rest.length);
  const [region = "", account = "", ...last] = rest.split(":");
  const name = last.join(":");
  // Of S3 the bucket, of others a kind such as `user/` or `function:`; topics and queues have none.
  const kind = /^[^/:]*[/:]/.exec(name)?.[0] ?? "";
  return `${head}${region}:${account}:${kind}`;
}

function folderOf(resource: string, kind: string): string {
  const rest = resource.slice(kind.length);
  const end = rest.indexOf("/");
  return end < 0 ? "" : rest.slice(0, end + 1);
}

function commonBeginning(group: readonly string[], kind: string): string {
  const [first = ""] = group;
  const shared = group.reduce((length, each) => {
    let same = 0;
    while (same < length && each[same] === first[same]) same++;
    return same;
  }, first.length);
  const beginning = first.slice(0, shared);
  const end = Math.max(beginning.lastIndexOf("/"), beginning.lastIndexOf(":")) + 1;
  // Never into the middle of an escaped character, and never shorter than the kind.
  return first.slice(0, Math.max(end, kind.length));
}

function grouped(resources: readonly string[], keyOf: (resource: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const resource of resources) {
    const group = groups.get(keyOf(resource));
    if (group) group.push(resource);
    else groups.set(keyOf(resource), [resource]);
  }
  return groups;
}
