import type { CreatePipeRequest, CreatePipeResponse } from "@aws-sdk/client-pipes";
import type { Operation, Wire } from "../../../core/service.ts";
import { checkTags } from "../../../core/tags.ts";
import { checkSettings } from "../check-settings.ts";
import { summary } from "../describe-pipe.ts";
import { conflict } from "../errors.ts";
import { checkName, type Pipes } from "../pipes.ts";
import { checkPassRole } from "../role.ts";
import { whyInvalid } from "../source-access.ts";
import { checkSource, newSourceParameters } from "../source-checks.ts";
import type { StoredPipe } from "../stored-pipe.ts";
import { tagErrors } from "../tags.ts";
import { changedTargetParameters, checkTarget } from "../target-checks.ts";

/** "CreatePipe". A pipe that AWS would not start is in the state CREATE_FAILED afterwards, with the reason. */
export function createPipe(pipes: Pipes): Operation<Wire<CreatePipeRequest>, Wire<CreatePipeResponse>> {
  return async (input, context) => {
    const { account } = pipes;
    const name = checkName(input.Name);
    const pipeArn = pipes.arnOf(name);
    context.authorize({ action: "pipes:CreatePipe", resource: pipeArn });
    checkSettings(input);
    checkSource(account, input.Source);
    checkTarget(account, input.Target);
    checkTags(input.Tags ?? {}, tagErrors);
    const source = newSourceParameters(input.SourceParameters);
    const target = changedTargetParameters({ bus: {} }, input.TargetParameters);
    checkPassRole(context, input.RoleArn, pipeArn);
    const now = account.clock.now();
    const pipe: StoredPipe = {
      name,
      id: account.store.sequence(),
      arn: pipeArn,
      description: input.Description,
      desiredState: input.DesiredState ?? "RUNNING",
      currentState: input.DesiredState ?? "RUNNING",
      source: input.Source!,
      ...source,
      target: input.Target!,
      ...target,
      roleArn: input.RoleArn!,
      tags: input.Tags ?? {},
      createdAt: now,
      modifiedAt: now,
    };
    const reason = pipes.all.has(name) ? undefined : await whyInvalid(account, pipe);
    if (pipes.all.has(name)) throw conflict(name, `Pipe ${name} already exists.`);
    pipes.put(reason === undefined ? pipe : { ...pipe, currentState: "CREATE_FAILED", stateReason: reason });
    return summary(pipe, "CREATING");
  };
}
