import type { PropertyMap } from "../wire/values.ts";

/** What the program asks for when it makes a resource. */
export interface Goal {
  type: string;
  /** The logical name. */
  name: string;
  custom: boolean;
  parent?: string;
  inputs: PropertyMap;
  /** URN and id; the default provider of the type's package unless given. */
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
  /** URNs that the resource had before. */
  aliases: string[];
  importId?: string;
}
