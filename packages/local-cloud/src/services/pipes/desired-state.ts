import type { PipeState, StartPipeResponse } from "@aws-sdk/client-pipes";
import type { Wire } from "../../core/service.ts";
import { summary } from "./describe-pipe.ts";
import { conflict } from "./errors.ts";
import type { Pipes } from "./pipes.ts";
import { checkSourceEnabled } from "./source-access.ts";
import type { StoredPipe } from "./stored-pipe.ts";

/**
 * Starts or stops a pipe. On one that is in that state already it changes nothing.
 *
 * @returns the answer, with the state in which AWS would be for a while
 * @throws AwsError ConflictException for a pipe that could not be created; ValidationException if its source is gone
 */
export function setDesiredState(
  pipes: Pipes,
  pipe: StoredPipe,
  desiredState: StoredPipe["desiredState"],
  passing: PipeState,
): Wire<StartPipeResponse> {
  if (pipe.currentState === "CREATE_FAILED") {
    throw conflict(pipe.name, `Pipe ${pipe.name} is in the state CREATE_FAILED: ${pipe.stateReason}`);
  }
  checkSourceEnabled(pipes.account, pipe);
  if (pipe.desiredState === desiredState && pipe.currentState === desiredState) return summary(pipe, desiredState);
  const changed = { ...pipe, desiredState, currentState: desiredState, modifiedAt: pipes.account.clock.now() };
  pipes.put({ ...changed, stateReason: undefined });
  return summary(changed, passing);
}
