import type { CreateEventBusRequest } from "@aws-sdk/client-eventbridge";
import { Constraints } from "../../core/constraints.ts";
import type { Wire } from "../../core/service.ts";
import { checkDeadLetterArn } from "./dead-letter-arn.ts";
import { notEmulated } from "./errors.ts";

type BusSettings = Pick<
  Wire<CreateEventBusRequest>,
  "Description" | "KmsKeyIdentifier" | "DeadLetterConfig" | "LogConfig"
>;

/** Checks the members that CreateEventBus and UpdateEventBus share. */
export function checkBusSettings({ Description, KmsKeyIdentifier, DeadLetterConfig, LogConfig }: BusSettings): void {
  new Constraints().text("description", Description, { max: 512 }).check();
  if (KmsKeyIdentifier) throw notEmulated("customer managed keys", "Remove KmsKeyIdentifier.");
  if (LogConfig?.Level !== undefined && LogConfig.Level !== "OFF") {
    throw notEmulated("logs of event buses", "Remove LogConfig, or set its Level to OFF.");
  }
  checkDeadLetterArn("DeadLetterConfig.Arn", DeadLetterConfig?.Arn);
}
