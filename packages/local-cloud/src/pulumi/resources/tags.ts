import type { PropertyMap } from "../property-values/values.ts";

/** Tags as most services take them: [{ Key, Value }]. */
export function tagList(tags: unknown): Array<{ Key: string; Value: string }> | undefined {
  if (!tags) return undefined;
  return Object.entries(tags as Record<string, string>).map(([Key, Value]) => ({ Key, Value }));
}

/** Tags as a map, as in Pulumi; undefined if there are none. */
export function tagMap(list: ReadonlyArray<{ Key?: string; Value?: string }> | undefined): PropertyMap | undefined {
  if (!list || list.length === 0) return undefined;
  return Object.fromEntries(list.map(({ Key, Value }) => [Key!, Value ?? ""]));
}

export function orUndefined(map: Record<string, string> | undefined): PropertyMap | undefined {
  return map && Object.keys(map).length > 0 ? map : undefined;
}

/** What to set and to remove to get from one set of tags to the other. */
function tagChanges(olds: unknown, news: unknown): { set: Record<string, string>; remove: string[] } {
  const before = (olds ?? {}) as Record<string, string>;
  const after = (news ?? {}) as Record<string, string>;
  return {
    set: Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value)),
    remove: Object.keys(before).filter((key) => !(key in after)),
  };
}

/** Updates tags with a service's two calls. */
export async function updateTags(
  olds: unknown,
  news: unknown,
  calls: { tag: (tags: Record<string, string>) => Promise<unknown>; untag: (keys: string[]) => Promise<unknown> },
): Promise<void> {
  const { set, remove } = tagChanges(olds, news);
  if (remove.length > 0) await calls.untag(remove);
  if (Object.keys(set).length > 0) await calls.tag(set);
}
