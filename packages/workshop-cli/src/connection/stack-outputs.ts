import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { readStack, type StackRef, StateFileError } from "@event-choreography/local-cloud/stack-state";
import { root } from "../root.ts";
import { deployCommand } from "../stack/deploy-command.ts";
import { projectName, stackName } from "../stack/names.ts";
import { Failure } from "../terminal/failure.ts";
import type { RunningCloud } from "./cloud-file.ts";

/** The stack's outputs that the commands use. Which ones exist depends on how many steps are deployed. */
export interface StackOutputs {
  step: number;
  region: string;
  busName: string;
  eventLogGroup: string;
  /** The booking function's URL, ending with "/". From step 2 on. */
  bookingUrl?: string;
  /** The URL of the customer's inbox queue. From step 6 on. */
  inboxUrl?: string;
  /** The booking service's table. From step 2 on. */
  bookingTable?: string;
  /** The name of the alarm on the oldest open booking. From step 11 on. */
  oldestBookingAlarm?: string;
  /** The tables' physical names, in the order of the steps. */
  tables: string[];
}

type RawOutputs = Record<string, unknown>;

/** The file in which the embedded engine stores the local stack's state, in the cloud's own folder. */
export function stackFile(cloud: Pick<RunningCloud, "folder">): string {
  return join(cloud.folder, "stack.json");
}

/** The local stack in this cloud, for those who read its state. */
export function stackRef({ account, endpoint }: Pick<RunningCloud, "account" | "endpoint">): StackRef {
  return { project: projectName, stack: stackName, account: { id: account, endpoint } };
}

/** @throws Failure if nothing is deployed, or the stack's state cannot be used. */
export function readLocalOutputs(cloud: RunningCloud): StackOutputs {
  const outputs = fromRaw(rawOutputs(cloud), cloud.region);
  if (outputs) return outputs;
  throw new Failure("Nothing is deployed to the local cloud.", "Deploy with: npx workshop up", 2);
}

function rawOutputs(cloud: RunningCloud): RawOutputs {
  try {
    return readStack(stackFile(cloud), stackRef(cloud)).outputs;
  } catch (error) {
    throw error instanceof StateFileError ? unusableState(error) : error;
  }
}

/** Nobody knows what is deployed: only an empty cloud is known again. */
export function unusableState({ message }: Error): Failure {
  return new Failure(
    `The state of the local stack cannot be used: ${message}`,
    `Empty the local cloud, then deploy again (your code is untouched):\n\n  npx workshop down\n  ${deployCommand()}\n`,
    2,
  );
}

/** @throws Failure if there is no Pulumi CLI, no stack, or nothing deployed. */
export function readAwsOutputs(): StackOutputs {
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? pulumi("config", "get", "aws:region");
  const outputs = fromRaw(JSON.parse(pulumi("stack", "output", "--json")) as RawOutputs, region);
  if (outputs) return outputs;
  throw new Failure("The selected Pulumi stack has nothing deployed.", "Deploy with: npx pulumi up", 2);
}

/** Reads the outputs as the program returns them; undefined if nothing is deployed. */
function fromRaw(raw: RawOutputs, region: string): StackOutputs | undefined {
  if (typeof raw.busName !== "string" || typeof raw.eventLogGroup !== "string") return undefined;
  return {
    step: Number(raw.step),
    region,
    busName: raw.busName,
    eventLogGroup: raw.eventLogGroup,
    bookingUrl: raw.bookingUrl as string | undefined,
    inboxUrl: raw.inboxUrl as string | undefined,
    bookingTable: raw.bookingTable as string | undefined,
    oldestBookingAlarm: raw.oldestBookingAlarm as string | undefined,
    tables: Object.entries(raw).flatMap(([name, value]) => (name.endsWith("Table") ? [String(value)] : [])),
  };
}

function pulumi(...args: string[]): string {
  const result = spawnSync("npx", ["pulumi", ...args, "--non-interactive"], {
    cwd: root,
    encoding: "utf8",
    // On Windows npx is a .cmd file, which needs a shell.
    shell: process.platform === "win32",
  });
  if (result.status === 0) return result.stdout.trim();
  throw new Failure(
    `pulumi ${args.join(" ")} failed: ${(result.stderr || result.error?.message || "").trim()}`,
    "To set up the Pulumi CLI, a stack and a region, see docs/aws.md.",
    2,
  );
}
