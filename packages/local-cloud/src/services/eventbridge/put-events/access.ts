import type { Access, CallContext } from "../../../core/service.ts";
import type { EntryFailure, ValidEntry } from "./entry.ts";

const sourceKey = "events:source";
const detailTypeKey = "events:detail-type";

/** Returns a failure if the caller may not put this entry on this bus. */
export type EntryAccess = (entry: ValidEntry, busArn: string) => EntryFailure | undefined;

/**
 * Checks access for the entries of one call, once for each bus, source and detail type. If no
 * policy lets the caller put any event on the bus, the call fails with AccessDeniedException. If a
 * policy allows another source or detail type, only the entry fails, with a code of
 * "PutEventsResultEntry".
 */
export function accessOf(context: CallContext, origin: { fromBus: boolean }): EntryAccess {
  const cache = new Map<string, EntryFailure | undefined>();
  return (entry, busArn) => {
    const key = JSON.stringify([busArn, entry.source, entry.detailType]);
    if (!cache.has(key)) cache.set(key, denial(context, accessTo(entry, busArn, origin.fromBus)));
    return cache.get(key);
  };
}

function accessTo({ source, detailType }: ValidEntry, busArn: string, fromBus: boolean): Access {
  return {
    action: "events:PutEvents",
    resource: busArn,
    conditions: { [sourceKey]: source, [detailTypeKey]: detailType, "events:eventBusInvocation": String(fromBus) },
  };
}

function denial(context: CallContext, access: Access): EntryFailure | undefined {
  if (context.whyDenied(access) === undefined) return undefined;
  if (context.whyDenied({ ...access, leaveOpen: [sourceKey, detailTypeKey] }) !== undefined) context.authorize(access);
  if (context.whyDenied({ ...access, leaveOpen: [detailTypeKey] }) === undefined) {
    return { ErrorCode: "NotAuthorizedForDetailTypeException", ErrorMessage: "Not authorized for the detail type." };
  }
  return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
}
