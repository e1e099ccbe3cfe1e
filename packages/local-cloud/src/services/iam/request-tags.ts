import { isJsonObject } from "../../core/json-object.ts";
import type { Access } from "../../core/service.ts";

/**
 * The condition keys of the tags that a request sets or removes: aws:RequestTag/… and aws:TagKeys ("Controlling access to
 * AWS resources using tags"). APIs have tags as a list or as a map.
 */
export function requestTags(input: object): Access["conditions"] {
  const { Tags, tags = Tags, TagKeys, tagKeys = TagKeys } = input as Record<string, unknown>;
  if (tags === undefined && tagKeys === undefined) return undefined;
  const set = pairs(tags);
  const keys = [...set.map(([key]) => key), ...(Array.isArray(tagKeys) ? tagKeys.map(String) : [])];
  if (keys.length === 0) return undefined;
  return { "aws:TagKeys": keys, ...Object.fromEntries(set.map(([key, value]) => [`aws:RequestTag/${key}`, value])) };
}

function pairs(tags: unknown): Array<[key: string, value: string]> {
  if (isJsonObject(tags)) return Object.entries(tags).map(([key, value]) => [key, String(value)]);
  if (!Array.isArray(tags)) return [];
  return tags.filter(isJsonObject).map(({ Key, Value = "" }) => [String(Key), String(Value)]);
}
