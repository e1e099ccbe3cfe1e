import type { ServiceName } from "../../core/service.ts";
import type { PropertyMap, PropertyValue } from "../wire/values.ts";
import type { CheckFailure } from "./provider.ts";
import type { Properties } from "./schema.ts";

/** One resource type of package `aws`: which properties it has, and which calls make, read, change and end it. */
export interface ResourceType {
  /** E.g. aws:cloudwatch/eventBus:EventBus. */
  readonly token: string;
  /** As AWS's own provider calls it in errors, e.g. "EventBridge Event Bus". */
  readonly title: string;
  readonly inputs: Properties;
  /** Outputs that are not inputs too; unknown until it is made. */
  readonly outputs: readonly string[];
  /** Outputs that an update may change. */
  readonly changedByUpdate?: readonly string[];
  /** The id is the name in many types: what `pulumi import` takes. Needed to find what an interrupted deployment made. */
  idOf(inputs: PropertyMap, cloud: Cloud): string | undefined | Promise<string | undefined>;
  /** What the inputs may not be together; inputs here are plain, and may hold unknowns. */
  validate?(inputs: PropertyMap): CheckFailure[];
  /** Makes it and gives its id. Calls `made` as soon as it exists, if more is to be done after that. */
  create(inputs: PropertyMap, cloud: Cloud, made: (id: string) => void): Promise<string>;
  /** All its properties as they are now, inputs and outputs; undefined if it is not there. */
  read(id: string, cloud: Cloud, known: PropertyMap): Promise<Live | undefined>;
  /** Left out where every change replaces. */
  update?(id: string, news: PropertyMap, cloud: Cloud, change: Change): Promise<void>;
  delete(id: string, cloud: Cloud, state: PropertyMap): Promise<void>;
}

/** Properties as AWS tells them: what is undefined or empty is not there. */
export interface Live {
  [name: string]: LiveValue;
}
export type LiveValue = PropertyValue | undefined | Live | LiveValue[];

/** What an update is about. */
export interface Change {
  /** The state before. */
  olds: PropertyMap;
  /** Whether one of these top-level inputs differs. */
  has(...names: string[]): boolean;
}

/** The account, as resource types see it: they call AWS's operations as its administrator. */
export interface Cloud {
  readonly accountId: string;
  readonly region: string;
  readonly endpoint: string;
  /** @throws AwsError */
  call<Output>(service: ServiceName, operation: string, input: object): Promise<Output>;
  /** The same, and undefined where AWS answers that there is no such thing. */
  find<Output>(service: ServiceName, operation: string, input: object): Promise<Output | undefined>;
  arn(service: string, resource: string): string;
}
