import { isAbsolute, relative, resolve, sep } from "node:path";
import { isMap, marked, markingOf, type PropertyMap, type PropertyValue } from "../property-values/values.ts";

/**
 * The value with the paths of its archives and assets relative to `folder`. A state file must not name the folder that it
 * is in: the folder may be moved or copied. On another drive of Windows a path stays absolute.
 */
export function withRelativePaths(value: PropertyValue, folder: string): PropertyValue {
  return mapPaths(value, (path) => {
    const from = relative(folder, path);
    return isAbsolute(from) ? path : from.split(sep).join("/");
  });
}

/** The value with absolute paths again. */
export function withAbsolutePaths(value: PropertyValue, folder: string): PropertyValue {
  return mapPaths(value, (path) => resolve(folder, path));
}

function mapPaths(value: PropertyValue, change: (path: string) => string): PropertyValue {
  if (Array.isArray(value)) return value.map((member) => mapPaths(member, change));
  if (!isMap(value)) return value;
  const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapPaths(member, change)]));
  const marking = markingOf(value);
  if ((marking !== "archive" && marking !== "asset") || typeof members.path !== "string") return members;
  const { path, ...rest } = members as PropertyMap & { path: string };
  return marked(marking, { ...rest, path: change(path) });
}
