import type { CreatePipeResponse, DescribePipeResponse, Pipe, PipeState } from "@aws-sdk/client-pipes";
import type { Wire } from "../../core/service.ts";
import type { StoredPipe } from "./stored-pipe.ts";

/** The answer of the operations that change a pipe. On AWS its state ends later; here it has ended when they answer. */
export function summary(pipe: StoredPipe, CurrentState: PipeState): Wire<CreatePipeResponse> {
  const { arn, name, desiredState, createdAt, modifiedAt } = pipe;
  return {
    Arn: arn,
    Name: name,
    DesiredState: desiredState,
    CurrentState,
    CreationTime: createdAt / 1000,
    LastModifiedTime: modifiedAt / 1000,
  };
}

/** A pipe as ListPipes has it. */
export function listed(pipe: StoredPipe): Wire<Pipe> {
  const { currentState, stateReason, source, target } = pipe;
  return {
    ...summary(pipe, currentState),
    ...(stateReason !== undefined && { StateReason: stateReason }),
    Source: source,
    Target: target,
  };
}

export function described(pipe: StoredPipe): Wire<DescribePipeResponse> {
  const { description, filters, stream, inputTemplate, bus, roleArn, tags } = pipe;
  const { deadLetterArn, ...streamParameters } = stream;
  return {
    ...listed(pipe),
    ...(description !== undefined && { Description: description }),
    SourceParameters: {
      ...(filters.length > 0 && { FilterCriteria: { Filters: filters.map((Pattern) => ({ Pattern })) } }),
      DynamoDBStreamParameters: {
        ...streamParameters,
        ...(deadLetterArn !== undefined && { DeadLetterConfig: { Arn: deadLetterArn } }),
      },
    },
    TargetParameters: {
      ...(Object.keys(bus).length > 0 && { EventBridgeEventBusParameters: bus }),
      ...(inputTemplate !== undefined && { InputTemplate: inputTemplate }),
    },
    RoleArn: roleArn,
    Tags: { ...tags },
  };
}
