import type { PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import type { Wire } from "../../../core/service.ts";

export type Entry = Wire<PutEventsRequestEntry>;

/** An entry that EventBridge would take, but for access. */
export interface GoodEntry {
  source: string;
  detailType: string;
  detail: Record<string, unknown>;
}

/** Why one entry failed, as "PutEventsResultEntry" has it. */
export interface EntryFailure {
  ErrorCode: string;
  ErrorMessage: string;
}

const longestSource = 256;
const longestDetailType = 128;

/** Checks one entry, in AWS's order and wording. */
export function readEntry({ Source, DetailType, Detail }: Entry): GoodEntry | EntryFailure {
  if (!Source) return missing("Source");
  if (!DetailType) return missing("DetailType");
  if (!Detail) return missing("Detail");
  if (Source.length > longestSource) return tooLong("Source", longestSource);
  if (DetailType.length > longestDetailType) return tooLong("DetailType", longestDetailType);
  const detail = parseObject(Detail);
  if (!detail) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
  if (Source.startsWith("aws.")) {
    return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
  }
  return { source: Source, detailType: DetailType, detail };
}

export function hasFailed(result: object): result is EntryFailure {
  return "ErrorCode" in result;
}

function missing(member: string): EntryFailure {
  return invalid(member, `${member} is a required argument.`);
}

function tooLong(member: string, longest: number): EntryFailure {
  return invalid(member, `${member} is longer than ${longest} characters.`);
}

function invalid(member: string, reason: string): EntryFailure {
  return { ErrorCode: "InvalidArgument", ErrorMessage: `Parameter ${member} is not valid. Reason: ${reason}` };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    return value as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
