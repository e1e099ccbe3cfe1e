import type { Access, CallContext } from "../../../core/service.ts";
import type { EntryFailure, GoodEntry } from "./entry.ts";

const sourceKey = "events:source";
const detailTypeKey = "events:detail-type";

/** Says whether the caller may put this entry on this bus; asks once for entries alike. */
export type EntryAccess = (entry: GoodEntry, busArn: string) => EntryFailure | undefined;

/**
 * Access of one call's entries. A caller whom no policy lets put anything on the bus is refused the
 * call; where a policy would let another source or detail type pass, the entry alone fails, with
 * the codes of "PutEventsResultEntry".
 */
export function accessOf(context: CallContext, origin: { fromBus: boolean }): EntryAccess {
  const answers = new Map<string, EntryFailure | undefined>();
  return (entry, busArn) => {
    const key = JSON.stringify([busArn, entry.source, entry.detailType]);
    if (!answers.has(key)) answers.set(key, ask(context, accessTo(entry, busArn, origin.fromBus)));
    return answers.get(key);
  };
}

function accessTo({ source, detailType }: GoodEntry, busArn: string, fromBus: boolean): Access {
  return {
    action: "events:PutEvents",
    resource: busArn,
    conditions: { [sourceKey]: source, [detailTypeKey]: detailType, "events:eventBusInvocation": String(fromBus) },
  };
}

function ask(context: CallContext, access: Access): EntryFailure | undefined {
  if (context.whyDenied(access) === undefined) return undefined;
  if (context.whyDenied({ ...access, leaveOpen: [sourceKey, detailTypeKey] }) !== undefined) context.authorize(access);
  if (context.whyDenied({ ...access, leaveOpen: [detailTypeKey] }) === undefined) {
    return { ErrorCode: "NotAuthorizedForDetailTypeException", ErrorMessage: "Not authorized for the detail type." };
  }
  return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
}
