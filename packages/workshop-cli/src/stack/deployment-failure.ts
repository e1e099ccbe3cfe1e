import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Problem } from "@event-choreography/local-cloud/pulumi";
import { root } from "../root.ts";
import { Failure } from "../terminal/failure.ts";

/** What made a deployment fail, in words for the person whose program it is. */
export async function inWords(error: unknown): Promise<unknown> {
  if (error instanceof Failure) return error;
  const { DeploymentError, StackError } = await import("@event-choreography/local-cloud/pulumi");
  if (error instanceof DeploymentError) {
    return new Failure(
      `The deployment stopped:\n${error.problems.map(problemInWords).join("\n")}`,
      "What was done until then stays. Mend it, then run the same command again: it goes on from there.",
    );
  }
  if (error instanceof StackError) return new Failure(error.message);
  return syntaxError(error) ?? error;
}

function problemInWords({ message, type, name, source }: Problem): string {
  const where = source ? `\n    at ${source.display}` : "";
  return `  ${name === undefined ? "" : `${name} (${type}): `}${message.replaceAll("\n", "\n  ")}${where}`;
}

/** The program's own files do not parse, or import what is not there. */
function syntaxError(error: unknown): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  const { message } = error;
  const isOurs =
    error.name === "TransformError" || /^(Transform failed|The requested module|Cannot find)/.test(message);
  if (!isOurs) return undefined;
  const lines = message.split("\n").map((line) => line.replace(/(file:\/\/)?(\/[^\s:]+|[A-Z]:\\[^\s:]+)/g, inRoot));
  return new Failure(
    `The program cannot be loaded:\n  ${lines.join("\n  ")}`,
    "Mend that line, then run the same command again.",
  );
}

function inRoot(path: string): string {
  const file = path.startsWith("file:") ? fileURLToPath(path) : path;
  return relative(root, file).split(sep).join("/") || path;
}
