/** A resource's tags, as the store has them. */
export type Tags = Readonly<Record<string, string>>;

/** A tag as most APIs list it. */
export interface Tag {
  Key?: string | undefined;
  Value?: string | undefined;
}

/** "Tag naming limits and requirements" (Tagging AWS Resources): 50 tags, keys of up to 128 characters, values of up to 256. */
export const maxTags = 50;
const maxKeyLength = 128;
const maxValueLength = 256;

/** How one API refuses tags. An API that does not check one of these leaves its error out. */
export interface TagErrors {
  tooMany(count: number): Error;
  /** The key is empty or too long. */
  keyLength?(key: string): Error;
  /** The value is too long. */
  valueLength?(key: string, value: string): Error;
  /** The key starts with "aws:", in any case: only AWS sets such tags. */
  reservedKey?(key: string): Error;
}

/** @throws the API's error for the first limit that `tags` break */
export function checkTags(tags: Tags, errors: TagErrors): void {
  const entries = Object.entries(tags);
  if (entries.length > maxTags) throw errors.tooMany(entries.length);
  for (const [key, value] of entries) checkTag(key, value, errors);
}

function checkTag(key: string, value: string, { keyLength, valueLength, reservedKey }: TagErrors): void {
  if (keyLength && (key.length < 1 || key.length > maxKeyLength)) throw keyLength(key);
  if (valueLength && value.length > maxValueLength) throw valueLength(key, value);
  if (reservedKey && isReservedKey(key)) throw reservedKey(key);
}

export function isReservedKey(key: string): boolean {
  return key.toLowerCase().startsWith("aws:");
}

/** The tags after `added` were set. @throws the API's error if the result breaks a limit */
export function addTags(tags: Tags | undefined, added: Tags, errors: TagErrors): Tags {
  const all = { ...tags, ...added };
  checkTags(all, errors);
  return all;
}

export function removeTags(tags: Tags | undefined, keys: Iterable<string>): Tags {
  const removed = new Set(keys);
  return Object.fromEntries(Object.entries(tags ?? {}).filter(([key]) => !removed.has(key)));
}

export function listTags(tags: Tags | undefined): { Key: string; Value: string }[] {
  return Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
}

/** The last value wins if a key comes twice; a missing value is "". */
export function tagsFromList(list: readonly Tag[] | undefined): Tags {
  return Object.fromEntries((list ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}
