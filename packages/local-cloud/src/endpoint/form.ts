import { AwsError } from "../core/aws-error.ts";
import { booleanMembers, numberMembers } from "./query-types.ts";

/** In parts of a name. No operation of IAM, STS or SNS has half as many. */
const maxDepth = 32;

/** A form's names, part by part. */
export interface Branch {
  [part: string]: Branch | string;
}

/**
 * The input in a form of the AWS query protocol: A.B=1 is a structure, A.member.1=x a list,
 * A.entry.1.key=k with A.entry.1.value=v a map.
 *
 * @throws AwsError MalformedQueryString ("Common error types") if a name has too many parts
 */
export function decodeForm(pairs: Array<[string, string]>): { action: string; input: object } {
  const { action, root } = parseForm(pairs);
  // Whatever its members are called, an input is a structure.
  return { action, input: structure(root) };
}

/** The same, before anything is made of the names. */
export function parseForm(pairs: Array<[string, string]>): { action: string; root: Branch } {
  const root: Branch = Object.create(null) as Branch;
  let action = "";
  for (const [name, value] of pairs) {
    if (name === "Action") action = value;
    else if (name !== "Version" && !name.startsWith("X-Amz-")) place(root, name.split("."), value);
  }
  return { action, root };
}

function place(root: Branch, path: string[], value: string): void {
  if (path.length > maxDepth) {
    throw new AwsError("MalformedQueryString", "The query string contains a syntax error.", 404);
  }
  let branch = root;
  for (const part of path.slice(0, -1)) {
    const next = branch[part];
    branch = typeof next === "object" ? next : (branch[part] = Object.create(null) as Branch);
  }
  branch[path.at(-1)!] = value;
}

function shape(node: Branch | string, name: string): unknown {
  if (typeof node === "string") return scalar(node, name);
  const keys = Object.keys(node);
  if (keys.length === 1 && typeof node.member === "object") return items(node.member).map((item) => shape(item, name));
  if (keys.length === 1 && typeof node.entry === "object") return map(node.entry, name);
  return structure(node);
}

function structure(node: Branch): object {
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, shape(value, key)]));
}

function map(entries: Branch, name: string): object {
  return Object.fromEntries(
    items(entries).map((entry) => {
      if (typeof entry === "string") return [entry, undefined];
      // SNS's MessageAttributes have Name and Value; all other maps have key and value.
      const key = entry.key ?? entry.Name;
      return [typeof key === "string" ? key : "", shape(entry.value ?? entry.Value ?? "", name)];
    }),
  );
}

/** What is numbered, in order. */
export function items(numbered: Branch): Array<Branch | string> {
  return Object.keys(numbered)
    .sort((a, b) => Number(a) - Number(b))
    .map((number) => numbered[number]!);
}

function scalar(text: string, name: string): string | number | boolean {
  if (numberMembers.has(name)) return Number(text);
  if (booleanMembers.has(name)) return text === "true";
  return text;
}
