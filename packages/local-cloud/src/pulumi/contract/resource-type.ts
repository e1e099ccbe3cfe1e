import type { PropertyMap, PropertyValue } from "../property-values/values.ts";
import type { CheckFailure } from "./check-failure.ts";
import type { Cloud } from "./cloud.ts";
import type { Properties } from "./schema.ts";

/** One resource type of package `aws`: its properties, and the calls that create, read, update and delete it. */
export interface ResourceType {
  /** E.g. aws:cloudwatch/eventBus:EventBus. */
  readonly token: string;
  /** The name in error messages, as in AWS's own provider, e.g. "EventBridge Event Bus". */
  readonly title: string;
  readonly inputs: Properties;
  /** Outputs that are not inputs too. They are unknown until the resource is created. */
  readonly outputs: readonly string[];
  /** Outputs that an update may change, or that this update will. */
  readonly changedByUpdate?: readonly string[] | ((news: PropertyMap, change: Change) => readonly string[]);
  /**
   * The id of a resource with these inputs; undefined if they do not determine it. Used to find a resource that an
   * interrupted deployment created.
   */
  idOf(inputs: PropertyMap, cloud: Cloud): string | undefined | Promise<string | undefined>;
  /** Checks the inputs together. They are plain, and may contain unknown values. */
  validate?(inputs: PropertyMap): CheckFailure[];
  /**
   * Creates the resource and returns its id.
   *
   * @param onCreated To be called as soon as the resource exists, if there is more to do afterwards.
   */
  create(inputs: PropertyMap, cloud: Cloud, onCreated: (id: string) => void): Promise<string>;
  /** All current properties, inputs and outputs; undefined if the resource does not exist. */
  read(id: string, cloud: Cloud, known: PropertyMap): Promise<Live | undefined>;
  /** Missing where every change needs a replacement. */
  update?(id: string, news: PropertyMap, cloud: Cloud, change: Change): Promise<void>;
  /** Deletes the resource. No error if it does not exist. */
  delete(id: string, cloud: Cloud, state: PropertyMap): Promise<void>;
}

/** Properties as AWS returns them. Undefined and empty values count as missing. */
export interface Live {
  [name: string]: LiveValue;
}
export type LiveValue = PropertyValue | undefined | Live | LiveValue[];

/** What an update changes. */
export interface Change {
  /** The state before. */
  olds: PropertyMap;
  /** Whether one of these top-level inputs differs. */
  has(...names: string[]): boolean;
}
