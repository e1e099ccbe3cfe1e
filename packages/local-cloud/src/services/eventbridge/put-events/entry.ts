import type { PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { parseJsonObject } from "../../../core/json-object.ts";
import type { Wire } from "../../../core/service.ts";

export type Entry = Wire<PutEventsRequestEntry>;

/** An entry that passed every check except access. */
export interface ValidEntry {
  source: string;
  detailType: string;
  detail: Record<string, unknown>;
}

/** Why one entry failed, in the form of "PutEventsResultEntry". */
export interface EntryFailure {
  ErrorCode: string;
  ErrorMessage: string;
}

const maxSourceLength = 256;
const maxDetailTypeLength = 128;

/** Checks one entry, in AWS's order and wording. */
export function readEntry({ Source, DetailType, Detail }: Entry): ValidEntry | EntryFailure {
  if (!Source) return missing("Source");
  if (!DetailType) return missing("DetailType");
  if (!Detail) return missing("Detail");
  if (Source.length > maxSourceLength) return tooLong("Source", maxSourceLength);
  if (DetailType.length > maxDetailTypeLength) return tooLong("DetailType", maxDetailTypeLength);
  const detail = parseJsonObject(Detail);
  if (!detail) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
  if (Source.startsWith("aws.")) {
    return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
  }
  return { source: Source, detailType: DetailType, detail };
}

/** An entry as AWS prints it in a message: its members in the order of Java's class, and a list as Java prints one. */
export function entryText({ Time, Source, Resources, DetailType, Detail, EventBusName, TraceHeader }: Entry): string {
  const members = {
    time: typeof Time === "number" ? javaDate(Time) : Time,
    source: Source,
    resources: Resources && `[${[Resources].flat().join(", ")}]`,
    detailType: DetailType,
    detail: Detail,
    eventBusName: EventBusName,
    traceHeader: TraceHeader,
    kmsKeyIdentifier: null,
    internalMetadata: null,
  };
  const text = Object.entries(members).map(([name, value]) => `${name}=${value ?? null}`);
  return `PutEventsRequestEntry(${text.join(", ")})`;
}

/** Like Thu Jan 01 12:00:00 UTC 2026. @param time in seconds since 1970 */
function javaDate(time: number): string {
  const [, day, month, year, clock] = /^(\w+), (\d+ \w+) (\d+) (\S+)/.exec(new Date(time * 1000).toUTCString()) ?? [];
  return day ? `${day} ${month!.split(" ").reverse().join(" ")} ${clock} UTC ${year}` : String(time);
}

export function hasFailed(result: object): result is EntryFailure {
  return "ErrorCode" in result;
}

function missing(member: string): EntryFailure {
  return invalid(member, `${member} is a required argument.`);
}

function tooLong(member: string, maxLength: number): EntryFailure {
  return invalid(member, `${member} is longer than ${maxLength} characters.`);
}

function invalid(member: string, reason: string): EntryFailure {
  return { ErrorCode: "InvalidArgument", ErrorMessage: `Parameter ${member} is not valid. Reason: ${reason}` };
}
