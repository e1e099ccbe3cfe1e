import type {
  PipeSourceDynamoDBStreamParameters,
  PipeState,
  PipeTargetEventBridgeEventBusParameters,
} from "@aws-sdk/client-pipes";
import type { Tags } from "../../core/tags.ts";

export interface StoredPipe {
  name: string;
  /** Of this pipe alone: another pipe may get the name later. */
  id: string;
  arn: string;
  description?: string | undefined;
  desiredState: "RUNNING" | "STOPPED";
  /** A state that an operation ended in: nothing here takes the minutes that AWS spends in CREATING or UPDATING. */
  currentState: PipeState;
  stateReason?: string | undefined;
  /** A stream's ARN. */
  source: string;
  /** Event patterns: a record must match one of them. Empty: every record matches. */
  filters: readonly string[];
  stream: StreamSettings;
  /** A bus's ARN. */
  target: string;
  inputTemplate?: string | undefined;
  bus: PipeTargetEventBridgeEventBusParameters;
  roleArn: string;
  tags: Tags;
  /** Milliseconds since 1970. */
  createdAt: number;
  modifiedAt: number;
}

/** How the stream is read, with the defaults of "PipeSourceDynamoDBStreamParameters". */
export type StreamSettings = Omit<Required<PipeSourceDynamoDBStreamParameters>, "DeadLetterConfig" | Optional> &
  Pick<PipeSourceDynamoDBStreamParameters, Optional> & { deadLetterArn?: string | undefined };

type Optional = "OnPartialBatchItemFailure";

/** Whether the pipe reads its source. After a failed update it goes on with the settings that it had. */
export function isActive({ desiredState, currentState }: StoredPipe): boolean {
  return desiredState === "RUNNING" && (currentState === "RUNNING" || currentState === "UPDATE_FAILED");
}
