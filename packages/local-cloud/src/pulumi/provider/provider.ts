import type { CheckFailure } from "../contract/check-failure.ts";
import type { PropertyMap } from "../property-values/values.ts";

/**
 * A Pulumi provider, on plain property maps ("Pulumi provider implementers' guide"). `createProvider` makes one for an
 * account; `connectProvider` connects to one in another process.
 */
export interface Provider {
  /** The version of @pulumi/aws whose resources it provides. */
  readonly version: string;
  /** What callers from other processes have to know: the secret key of the account's administrator. */
  readonly secret?: string | undefined;
  checkConfig(request: CheckConfigRequest): Promise<CheckResult>;
  /** @throws ProviderError if the configuration does not allow this account. */
  configure(args: PropertyMap): Promise<void>;
  /** Validates the inputs, and adds the defaults and a physical name where the program gives none. */
  check(request: CheckRequest): Promise<CheckResult>;
  diff(request: DiffRequest): Promise<DiffResult>;
  /** @throws InitFailedError if the resource was created but not finished. */
  create(request: CreateRequest): Promise<CreateResult>;
  /** The current properties; undefined if the resource does not exist. Without inputs it is an import. */
  read(request: ReadRequest): Promise<ReadResult | undefined>;
  update(request: UpdateRequest): Promise<PropertyMap>;
  /** Deletes the resource. No error if it does not exist. */
  delete(request: DeleteRequest): Promise<void>;
  invoke(request: InvokeRequest): Promise<InvokeResult>;
  cancel(): Promise<void>;
  close(): Promise<void>;
}

/** The resource of a request. */
export interface ResourceRef {
  urn: string;
  /** E.g. aws:cloudwatch/eventBus:EventBus. */
  type: string;
  /** The logical name, the last part of the URN. */
  name: string;
}

interface CheckConfigRequest {
  urn: string;
  olds: PropertyMap;
  news: PropertyMap;
}

export interface CheckRequest extends ResourceRef {
  /** The inputs of the last deployment; empty for a new resource and for a replacement. */
  olds: PropertyMap;
  news: PropertyMap;
  /** Determines generated names. */
  randomSeed: Uint8Array;
  /** The project's setting `pulumi:autonaming`. */
  autonaming?: { proposedName: string; mode: "propose" | "enforce" | "disable" };
}

export interface CheckResult {
  inputs: PropertyMap;
  failures: CheckFailure[];
}

export interface DiffRequest extends ResourceRef {
  id: string;
  /** The state. */
  olds: PropertyMap;
  /** The checked inputs. */
  news: PropertyMap;
  oldInputs?: PropertyMap;
}

export interface DiffResult {
  changes: "none" | "some";
  /** Top-level properties that differ. */
  diffs: string[];
  /** Property paths that need a replacement. */
  replaces: string[];
  deleteBeforeReplace: boolean;
  detailed: Record<string, PropertyChange>;
}

export type PropertyChange = "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

export interface CreateRequest extends ResourceRef {
  properties: PropertyMap;
  preview: boolean;
}

interface CreateResult {
  /** Empty in a preview. */
  id: string;
  properties: PropertyMap;
}

export interface ReadRequest extends ResourceRef {
  id: string;
  properties: PropertyMap;
  inputs: PropertyMap;
}

export interface ReadResult {
  id: string;
  properties: PropertyMap;
  inputs: PropertyMap;
}

export interface UpdateRequest extends ResourceRef {
  id: string;
  olds: PropertyMap;
  news: PropertyMap;
  oldInputs?: PropertyMap;
  preview: boolean;
}

export interface DeleteRequest extends ResourceRef {
  id: string;
  properties: PropertyMap;
}

interface InvokeRequest {
  /** E.g. aws:index/getCallerIdentity:getCallerIdentity. */
  token: string;
  args: PropertyMap;
}

interface InvokeResult {
  result: PropertyMap;
  failures: CheckFailure[];
}
