import type { Cloud } from "../provider/resource-type.ts";
import type { Properties } from "../provider/schema.ts";
import type { PropertyMap } from "../wire/values.ts";
import { getCallerIdentity } from "./get-caller-identity.ts";
import { getPartition } from "./get-partition.ts";
import { getPolicyDocument } from "./get-policy-document.ts";
import { getRegion } from "./get-region.ts";
import { idOf } from "./id-of.ts";

/** A data source of the provider. */
export interface Invoke {
  /** What it may be asked with; anything else is refused by name. */
  args: Properties;
  call(args: PropertyMap, cloud: Cloud): Promise<PropertyMap> | PropertyMap;
}

export const invokes: Record<string, Invoke> = {
  "aws:index/getCallerIdentity:getCallerIdentity": getCallerIdentity,
  "aws:index/getPartition:getPartition": getPartition,
  "aws:index/getRegion:getRegion": getRegion,
  "aws:iam/getPolicyDocument:getPolicyDocument": getPolicyDocument,
  [idOf.token]: idOf.invoke,
};
