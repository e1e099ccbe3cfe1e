import type { Invoke } from "../contract/invoke.ts";
import { getCallerIdentity } from "./get-caller-identity.ts";
import { getPartition } from "./get-partition.ts";
import { getPolicyDocument } from "./get-policy-document.ts";
import { getRegion } from "./get-region.ts";
import { idOf } from "./id-of.ts";

/** The data sources of the local cloud's provider, by token. */
export const invokes: Readonly<Record<string, Invoke>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": getCallerIdentity,
  "aws:index/getPartition:getPartition": getPartition,
  "aws:index/getRegion:getRegion": getRegion,
  "aws:iam/getPolicyDocument:getPolicyDocument": getPolicyDocument,
  [idOf.token]: idOf.invoke,
};
