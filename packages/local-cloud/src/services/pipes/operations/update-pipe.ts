import type { UpdatePipeRequest, UpdatePipeResponse } from "@aws-sdk/client-pipes";
import type { Operation, Wire } from "../../../core/service.ts";
import { checkSettings } from "../check-settings.ts";
import { summary } from "../describe-pipe.ts";
import { noSuchPipe } from "../errors.ts";
import type { Pipes } from "../pipes.ts";
import { checkPassRole } from "../role.ts";
import { checkSourceEnabled, whyInvalid } from "../source-access.ts";
import { changedSourceParameters } from "../source-checks.ts";
import type { StoredPipe } from "../stored-pipe.ts";
import { changedTargetParameters, checkTarget } from "../target-checks.ts";

/**
 * "UpdatePipe": what is left out stays. An update that AWS would not start leaves the pipe as it was, in the state
 * UPDATE_FAILED, with the reason.
 */
export function updatePipe(pipes: Pipes): Operation<Wire<UpdatePipeRequest>, Wire<UpdatePipeResponse>> {
  return async (input, context) => {
    const { account } = pipes;
    const pipe = pipes.open(input.Name, "UpdatePipe", context);
    checkSettings(input);
    if (input.Target !== undefined) checkTarget(account, input.Target);
    const source = changedSourceParameters(pipe, input.SourceParameters);
    const target = changedTargetParameters(pipe, input.TargetParameters);
    checkPassRole(context, input.RoleArn, pipe.arn);
    checkSourceEnabled(account, pipe);
    const desiredState = input.DesiredState ?? pipe.desiredState;
    const changed: StoredPipe = {
      ...pipe,
      description: input.Description ?? pipe.description,
      desiredState,
      currentState: desiredState,
      stateReason: undefined,
      ...source,
      target: input.Target ?? pipe.target,
      ...target,
      roleArn: input.RoleArn!,
      modifiedAt: account.clock.now(),
    };
    const reason = await whyInvalid(account, changed);
    // It may have been stopped, tagged or deleted meanwhile.
    const now = pipes.all.get(pipe.name);
    if (now?.id !== pipe.id) throw noSuchPipe(pipe.name);
    if (reason !== undefined) pipes.put({ ...now, currentState: failed(now), stateReason: reason });
    else pipes.put({ ...changed, tags: now.tags });
    return summary(changed, "UPDATING");
  };
}

/** A pipe that never ran is still one that could not be created. */
function failed({ currentState }: StoredPipe): StoredPipe["currentState"] {
  return currentState === "CREATE_FAILED" ? "CREATE_FAILED" : "UPDATE_FAILED";
}
