import type { DescribePipeRequest, DescribePipeResponse } from "@aws-sdk/client-pipes";
import type { Operation, Wire } from "../../../core/service.ts";
import { described } from "../describe-pipe.ts";
import type { Pipes } from "../pipes.ts";

export function describePipe(pipes: Pipes): Operation<Wire<DescribePipeRequest>, Wire<DescribePipeResponse>> {
  return ({ Name }, context) => described(pipes.current(pipes.open(Name, "DescribePipe", context)));
}
