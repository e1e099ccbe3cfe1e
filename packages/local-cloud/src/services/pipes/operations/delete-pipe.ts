import type { DeletePipeRequest, DeletePipeResponse } from "@aws-sdk/client-pipes";
import type { Operation, Wire } from "../../../core/service.ts";
import { summary } from "../describe-pipe.ts";
import type { Pipes } from "../pipes.ts";

/** "DeletePipe": with its position in the stream. A new pipe of that name begins where its StartingPosition says. */
export function deletePipe(pipes: Pipes): Operation<Wire<DeletePipeRequest>, Wire<DeletePipeResponse>> {
  return ({ Name }, context) => {
    const pipe = pipes.open(Name, "DeletePipe", context);
    pipes.delete(pipe);
    return { ...summary(pipe, "DELETING"), DesiredState: "DELETED" };
  };
}
