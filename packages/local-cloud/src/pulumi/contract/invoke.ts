import type { PropertyMap } from "../property-values/values.ts";
import type { Cloud } from "./cloud.ts";
import type { Properties } from "./schema.ts";

/** A data source of the provider. */
export interface Invoke {
  /** The arguments that it accepts. */
  args: Properties;
  call(args: PropertyMap, cloud: Cloud): Promise<PropertyMap> | PropertyMap;
}
