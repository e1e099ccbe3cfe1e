import type { StartPipeRequest, StartPipeResponse } from "@aws-sdk/client-pipes";
import type { Operation, Wire } from "../../../core/service.ts";
import { setDesiredState } from "../desired-state.ts";
import type { Pipes } from "../pipes.ts";

/** "StartPipe": the pipe goes on where it stopped. */
export function startPipe(pipes: Pipes): Operation<Wire<StartPipeRequest>, Wire<StartPipeResponse>> {
  return ({ Name }, context) => {
    const pipe = pipes.open(Name, "StartPipe", context);
    return setDesiredState(pipes, pipe, "RUNNING", "STARTING");
  };
}
