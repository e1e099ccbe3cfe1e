import type { StopPipeRequest, StopPipeResponse } from "@aws-sdk/client-pipes";
import type { Operation, Wire } from "../../../core/service.ts";
import { setDesiredState } from "../desired-state.ts";
import type { Pipes } from "../pipes.ts";

/** "StopPipe": events that are on their way to the bus still get there. */
export function stopPipe(pipes: Pipes): Operation<Wire<StopPipeRequest>, Wire<StopPipeResponse>> {
  return ({ Name }, context) => {
    const pipe = pipes.open(Name, "StopPipe", context);
    return setDesiredState(pipes, pipe, "STOPPED", "STOPPING");
  };
}
