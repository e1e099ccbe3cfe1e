import type { PropertyMap } from "../property-values/values.ts";

/** A resource as the program registers it. */
export interface Goal {
  type: string;
  /** The logical name. */
  name: string;
  custom: boolean;
  parent?: string;
  inputs: PropertyMap;
  /** URN and id. Default: the default provider of the type's package. */
  provider?: string;
  /** The version of the package that the program uses. */
  version?: string;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  protect?: boolean;
  retainOnDelete?: boolean;
  deleteBeforeReplace?: boolean;
  deletedWith?: string;
  ignoreChanges: string[];
  replaceOnChanges: string[];
  additionalSecretOutputs: string[];
  /** Earlier URNs of the resource. */
  aliases: string[];
  importId?: string;
}
