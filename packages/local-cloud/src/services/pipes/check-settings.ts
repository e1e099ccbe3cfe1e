import type { CreatePipeRequest, UpdatePipeRequest } from "@aws-sdk/client-pipes";
import { parseArn } from "../../core/arn.ts";
import { Constraints } from "../../core/constraints.ts";
import type { Wire } from "../../core/service.ts";
import { notEmulated } from "./errors.ts";

/** Enrichments that AWS has and the local cloud has not, by the service in their ARN. */
const enrichments: Record<string, string> = {
  lambda: "enrichment by a function",
  states: "enrichment by a state machine",
  events: "enrichment by an API destination",
  "execute-api": "enrichment by API Gateway",
};

/** Checks the settings of a pipe besides its source, its target and its role. @throws AwsError ValidationException */
export function checkSettings(input: Wire<CreatePipeRequest> | Wire<UpdatePipeRequest>): void {
  const { Description, DesiredState, Enrichment, EnrichmentParameters, LogConfiguration, KmsKeyIdentifier } = input;
  new Constraints()
    .text("description", Description, { max: 512 })
    .text("desiredState", DesiredState, { oneOf: ["RUNNING", "STOPPED"] })
    .check();
  if (Enrichment) {
    const service = parseArn(Enrichment)?.service ?? "";
    throw notEmulated(enrichments[service] ?? `enrichment by ${Enrichment}`, "Remove Enrichment.");
  }
  if (EnrichmentParameters) throw notEmulated("enrichment", "Remove EnrichmentParameters.");
  if (LogConfiguration) throw notEmulated("logs of pipes", "Remove LogConfiguration.");
  if (KmsKeyIdentifier) throw notEmulated("customer managed keys", "Remove KmsKeyIdentifier.");
}
