import type { PropertyMap } from "../wire/values.ts";

/**
 * What a Pulumi provider does, on plain property maps ("Pulumi provider implementers' guide").
 * `createProvider` makes one of an account; `connectProvider` reaches one in another process.
 */
export interface Provider {
  /** The version of @pulumi/aws whose resources it knows. */
  readonly version: string;
  checkConfig(request: CheckConfigRequest): Promise<CheckResult>;
  /** @throws ProviderError if this account is not one that the configuration allows. */
  configure(args: PropertyMap): Promise<void>;
  /** Validates the inputs, adds the defaults and, where none is given, a physical name. */
  check(request: CheckRequest): Promise<CheckResult>;
  diff(request: DiffRequest): Promise<DiffResult>;
  /** @throws InitFailedError if it was made but not finished. */
  create(request: CreateRequest): Promise<CreateResult>;
  /** What is there now; undefined if nothing is. Without inputs it is an import. */
  read(request: ReadRequest): Promise<ReadResult | undefined>;
  update(request: UpdateRequest): Promise<PropertyMap>;
  /** Deletes it; that it is gone already is no error. */
  delete(request: DeleteRequest): Promise<void>;
  invoke(request: InvokeRequest): Promise<InvokeResult>;
  cancel(): Promise<void>;
  close(): Promise<void>;
}

/** Which resource a request is about. */
export interface ResourceRef {
  urn: string;
  /** E.g. aws:cloudwatch/eventBus:EventBus. */
  type: string;
  /** The logical name, the last part of the URN. */
  name: string;
}

export interface CheckConfigRequest {
  urn: string;
  olds: PropertyMap;
  news: PropertyMap;
}

export interface CheckRequest extends ResourceRef {
  /** The inputs of the last deployment; empty for a new resource and for a replacement. */
  olds: PropertyMap;
  news: PropertyMap;
  /** What auto-generated names are drawn from. */
  randomSeed: Uint8Array;
  /** How the project wants names generated (`pulumi:autonaming`). */
  autonaming?: { proposedName: string; mode: "propose" | "enforce" | "disable" };
}

export interface CheckResult {
  inputs: PropertyMap;
  failures: CheckFailure[];
}

export interface CheckFailure {
  /** A property path, e.g. environment.variables. */
  property: string;
  reason: string;
}

export interface DiffRequest extends ResourceRef {
  id: string;
  /** The state. */
  olds: PropertyMap;
  /** Inputs, checked. */
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

export interface CreateResult {
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

export interface InvokeRequest {
  /** E.g. aws:index/getCallerIdentity:getCallerIdentity. */
  token: string;
  args: PropertyMap;
}

export interface InvokeResult {
  result: PropertyMap;
  failures: CheckFailure[];
}
