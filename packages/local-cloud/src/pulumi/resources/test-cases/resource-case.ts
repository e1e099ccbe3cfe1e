import type { PropertyMap } from "../../property-values/values.ts";

/** How a resource type is tested. */
export interface ResourceCase {
  /** What is created first: type and inputs. */
  needs?: Array<[type: string, inputs: PropertyMap]>;
  /** `url of NAME` as `queueUrl` stands for the URL of that queue, which contains the endpoint's port. */
  inputs: PropertyMap;
  /** The inputs after an update. Missing if every change replaces. */
  changed?: PropertyMap;
  /** Properties of the state besides the inputs. */
  outputs: PropertyMap;
  /** The id for `pulumi import`. Default: the resource's id. */
  importId?: string;
}
