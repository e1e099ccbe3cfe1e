import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "../root.ts";

/** A project's or stack's YAML file, as far as its configuration goes. */
interface ConfigFile {
  name?: string;
  config?: Record<string, unknown>;
}

export const projectName = "aircraft-booking";
export const stackName = "local";

/**
 * The local stack's configuration as the Pulumi CLI would pass it to the program: the project's
 * defaults (Pulumi.yaml), over them the stack's own (Pulumi.local.yaml), over them `overrides`.
 */
export function stackConfig(overrides: Record<string, string> = {}): Record<string, string> {
  const project = Object.entries(readConfig("Pulumi.yaml")).map(([key, declared]) => [key, defaultOf(declared)]);
  const stack = Object.entries(readConfig(`Pulumi.${stackName}.yaml`));
  const all = [...project, ...stack, ...Object.entries(overrides)] as [string, unknown][];
  return Object.fromEntries(
    all.filter(([, value]) => value !== undefined).map(([key, value]) => [qualified(key), asText(value)]),
  );
}

function readConfig(file: string): Record<string, unknown> {
  const path = join(root, file);
  if (!existsSync(path)) return {};
  return (parse(readFileSync(path, "utf8")) as ConfigFile).config ?? {};
}

/** A key is declared with `default` (our own) or `value` (another package's), or simply given its value. */
function defaultOf(declared: unknown): unknown {
  if (declared === null || typeof declared !== "object" || Array.isArray(declared)) return declared;
  const { default: ours, value } = declared as { default?: unknown; value?: unknown };
  return ours ?? value;
}

/** "step" is the project's own key; "aws:region" belongs to the package aws. */
function qualified(key: string): string {
  return key.includes(":") ? key : `${projectName}:${key}`;
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
