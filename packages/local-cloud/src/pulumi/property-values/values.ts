/**
 * Property values as Pulumi sends them between program, engine and provider: JSON, with marked maps for secrets, assets
 * and the like, and one marked string for unknown values.
 */
export type PropertyValue = null | boolean | number | string | PropertyValue[] | PropertyMap;
export interface PropertyMap {
  [name: string]: PropertyValue;
}

/** A value that is not known before the deployment. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const signatureKey = "4dabf18193072939515e22adb298388d";
const signatures = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
} as const;

export type Marking = keyof typeof signatures;

export function isMap(value: PropertyValue | undefined): value is PropertyMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The marking of a marked map. */
export function markingOf(value: PropertyValue | undefined): Marking | undefined {
  if (!isMap(value)) return undefined;
  const signature = value[signatureKey];
  if (signature === undefined) return undefined;
  return (Object.keys(signatures) as Marking[]).find((marking) => signatures[marking] === signature);
}

export function marked(marking: Marking, content: PropertyMap): PropertyMap {
  return { [signatureKey]: signatures[marking], ...content };
}

export function secret(value: PropertyValue): PropertyMap {
  return marked("secret", { value });
}

/** The value inside a secret or an output, or the id of a resource reference. Other values stay as they are. */
function unwrapped(value: PropertyValue): PropertyValue {
  const marking = markingOf(value);
  if (marking === "secret") return unwrapped((value as PropertyMap).value ?? null);
  if (marking === "output") return unwrapped((value as PropertyMap).value ?? unknown);
  if (marking === "resource") return (value as PropertyMap).id ?? (value as PropertyMap).urn ?? null;
  return value;
}

/** The value without secrets, and with every resource reference replaced with the resource's id. */
export function plain(value: PropertyValue): PropertyValue {
  const inner = unwrapped(value);
  if (Array.isArray(inner)) return inner.map(plain);
  if (!isMap(inner)) return inner;
  return plainMap(inner);
}

export function plainMap(map: PropertyMap): PropertyMap {
  const result: PropertyMap = {};
  for (const [name, value] of Object.entries(map)) if (value !== null) result[name] = plain(value);
  return result;
}

export function isSecret(value: PropertyValue | undefined): boolean {
  const marking = markingOf(value);
  return marking === "secret" || (marking === "output" && (value as PropertyMap).secret === true);
}

export function containsSecret(value: PropertyValue | undefined): boolean {
  if (isSecret(value)) return true;
  if (Array.isArray(value)) return value.some(containsSecret);
  return isMap(value) && Object.values(value).some(containsSecret);
}

export function containsUnknown(value: PropertyValue | undefined): boolean {
  if (value === unknown) return true;
  if (Array.isArray(value)) return value.some(containsUnknown);
  if (markingOf(value) === "output" && !("value" in (value as PropertyMap))) return true;
  return isMap(value) && Object.values(value).some(containsUnknown);
}

/** Marks as secret in `value` what is secret at the same path in `pattern`. */
function withSecretsOf(value: PropertyValue, pattern: PropertyValue | undefined): PropertyValue {
  if (isSecret(value) || pattern === undefined) return value;
  if (isSecret(pattern)) return secret(value);
  if (Array.isArray(value) && Array.isArray(pattern)) {
    return value.map((item, index) => withSecretsOf(item, pattern[index]));
  }
  if (isMap(value) && isMap(pattern) && !markingOf(value)) return mapWithSecretsOf(value, pattern);
  return value;
}

export function mapWithSecretsOf(map: PropertyMap, pattern: PropertyMap): PropertyMap {
  const result: PropertyMap = {};
  for (const [name, value] of Object.entries(map)) result[name] = withSecretsOf(value, pattern[name]);
  return result;
}

/** Equal as JSON, in any order of keys. A secret equals its value. */
export function equal(left: PropertyValue | undefined, right: PropertyValue | undefined): boolean {
  const a = left === undefined || left === null ? undefined : unwrapped(left);
  const b = right === undefined || right === null ? undefined : unwrapped(right);
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => equal(item, b[index]));
  }
  if (!isMap(a) || !isMap(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => equal(a[name], b[name]));
}

/** Appends a name or an index to a property path, as Pulumi writes them: environment.variables["a b"], list[0]. */
export function childPath(path: string, name: string | number): string {
  if (typeof name === "number") return `${path}[${name}]`;
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `${path}["${name}"]`;
  return path === "" ? name : `${path}.${name}`;
}

/** Formats a value for people, with secrets hidden. */
export function show(value: PropertyValue | undefined): string {
  if (value === undefined || value === null) return "(none)";
  if (isSecret(value)) return "[secret]";
  if (value === unknown) return "[unknown]";
  const marking = markingOf(value);
  if (marking === "archive" || marking === "asset") return showArchive(value as PropertyMap, marking);
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (!isMap(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${name}: ${show(member)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function showArchive(archive: PropertyMap, marking: "archive" | "asset"): string {
  const hash = typeof archive.hash === "string" ? `:${archive.hash.slice(0, 7)}` : "";
  return typeof archive.path === "string" ? `${marking}(file${hash}) ${archive.path}` : `${marking}${hash}`;
}
