import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "../root.ts";
import { projectName, stackName } from "./names.ts";

/** The parts of a project's or stack's YAML file that we read. */
interface ConfigFile {
  name?: string;
  config?: Record<string, unknown>;
}

/**
 * The local stack's configuration as the Pulumi CLI would pass it to the program. The stack's values
 * (Pulumi.local.yaml) override the project's defaults (Pulumi.yaml), and `overrides` override both.
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

/** A key has a declaration with `default` (our own keys) or `value` (other packages' keys), or just a value. */
function defaultOf(declared: unknown): unknown {
  if (declared === null || typeof declared !== "object" || Array.isArray(declared)) return declared;
  const { default: ours, value } = declared as { default?: unknown; value?: unknown };
  return ours ?? value;
}

/** "step" is one of the project's own keys; "aws:region" belongs to the package aws. */
function qualified(key: string): string {
  return key.includes(":") ? key : `${projectName}:${key}`;
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
