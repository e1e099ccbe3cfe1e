import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Problem } from "@event-choreography/local-cloud/pulumi";
import { unusableState } from "../connection/stack-outputs.ts";
import { root } from "../root.ts";
import { Failure } from "../terminal/failure.ts";

/** The error as a Failure for the program's author; an error that is not the program's is returned unchanged. */
export async function deploymentFailure(error: unknown): Promise<unknown> {
  if (error instanceof Failure) return error;
  const { DeploymentError, StackError, StateFileError } = await import("@event-choreography/local-cloud/pulumi");
  if (error instanceof DeploymentError) {
    return new Failure(
      `The deployment failed:\n${error.problems.map(describeProblem).join("\n")}`,
      "What is already deployed stays. Fix the problem, then run the same command again: it continues from there.",
    );
  }
  if (error instanceof StateFileError) return unusableState(error);
  if (error instanceof StackError) return new Failure(error.message);
  return syntaxError(error) ?? error;
}

function describeProblem({ message, type, name, source }: Problem): string {
  const where = source ? `\n    at ${source.display}` : "";
  return `  ${name === undefined ? "" : `${name} (${type}): `}${message.replaceAll("\n", "\n  ")}${where}`;
}

/** One of the program's own files does not parse, or an import does not exist. */
function syntaxError(error: unknown): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  const { message } = error;
  const isOurs =
    error.name === "TransformError" || /^(Transform failed|The requested module|Cannot find)/.test(message);
  if (!isOurs) return undefined;
  const lines = message.split("\n").map((line) => line.replace(/(file:\/\/)?(\/[^\s:]+|[A-Z]:\\[^\s:]+)/g, inRoot));
  return new Failure(
    `The program cannot be loaded:\n  ${lines.join("\n  ")}`,
    "Fix that line, then run the same command again.",
  );
}

function inRoot(path: string): string {
  const file = path.startsWith("file:") ? fileURLToPath(path) : path;
  return relative(root, file).split(sep).join("/") || path;
}
