import type { Problem } from "@event-choreography/local-cloud/pulumi";
import { unusableState } from "../connection/stack-outputs.ts";
import { Failure } from "../terminal/failure.ts";
import { cloudStopped, foreseen } from "../terminal/foreseen.ts";

/** The error as a Failure for the program's author; an error that is not the program's is returned unchanged. */
export async function deploymentFailure(error: unknown): Promise<unknown> {
  // First: the engine itself may be what cannot be loaded.
  const known = foreseen(error);
  if (known) return known;
  const { DeploymentError, StackError, StateFileError } = await import("@event-choreography/local-cloud/pulumi");
  if (error instanceof DeploymentError) {
    if (
      error.problems.some(({ message }) =>
        /^14 UNAVAILABLE|No connection established|Connection dropped|ECONNRESET|ECONNREFUSED/.test(message),
      )
    ) {
      return stoppedDuringDeployment();
    }
    return new Failure(
      `The deployment failed:\n${error.problems.map(describeProblem).join("\n")}`,
      "What is already deployed stays. Fix the problem, then run the same command again: it continues from there.",
    );
  }
  if (error instanceof StateFileError) return unusableState(error);
  if (error instanceof StackError) return new Failure(error.message);
  return error;
}

function stoppedDuringDeployment(): Failure {
  const { message, exitCode } = cloudStopped();
  const fix =
    "Start it again (npm start), then run the same command again: the deployment continues from where it was.";
  return new Failure(message, fix, exitCode);
}

function describeProblem({ message, type, name, source }: Problem): string {
  const where = source ? `\n    at ${source.display}` : "";
  return `  ${name === undefined ? "" : `${name} (${type}): `}${message.replaceAll("\n", "\n  ")}${where}`;
}
