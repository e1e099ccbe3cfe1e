import { mapMembers, timestampMembers } from "./query-types.ts";

/** `value` as the element `name`: lists become member elements, maps entry elements. Nothing for undefined or null. */
export function element(name: string, value: unknown): string {
  if (value === undefined || value === null) return "";
  return `<${name}>${content(name, value)}</${name}>`;
}

function content(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => element("member", item)).join("");
  if (typeof value === "object") return mapMembers.has(name) ? entries(value as object) : members(value as object);
  if (typeof value === "number" && timestampMembers.has(name)) return timestamp(value);
  return escapeXml(String(value));
}

export function members(structure: object): string {
  return Object.entries(structure)
    .map(([name, value]) => element(name, value))
    .join("");
}

function entries(map: object): string {
  return Object.entries(map)
    .map(([key, value]) => `<entry>${element("key", key)}${element("value", value)}</entry>`)
    .join("");
}

function timestamp(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.000Z$/, "Z");
}

const special = /[&<>"'\r]/g;
const names: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\r": "&#13;",
};

export function escapeXml(text: string): string {
  return text.replace(special, (character) => names[character]!);
}
