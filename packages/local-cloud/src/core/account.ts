import type { Activity } from "./activity.ts";
import type { Clock } from "./clock.ts";
import type { Faults } from "./faults.ts";
import type { Principal } from "./principal.ts";
import type { Random } from "./random.ts";
import type { Service, ServiceName } from "./service.ts";
import type { Store } from "./store.ts";

/** An AWS account in a process: what its services share, and the one way in which they call each other. */
export interface Account {
  /** Twelve digits. */
  readonly id: string;
  readonly region: string;
  /** Where the endpoint listens, e.g. http://127.0.0.1:4567; set once it does. */
  endpoint: string;
  /** Folder for what is no JSON value (functions' code); a temporary one when nothing is kept. Made on first use. */
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly random: Random;
  readonly store: Store;
  readonly faults: Faults;
  readonly service: (name: ServiceName) => Service;
  /**
   * Makes one call, as a client or as a service for another: checks faults and access, runs the
   * operation, and answers when what it wrote is durable.
   *
   * @throws AwsError as the service would answer.
   */
  call<Output>(request: CallRequest): Promise<Output>;
  /** New signing credentials for a role's session, good until the process ends; who signs with them is that very object. */
  credentialsFor(session: RoleSession): Credentials;
  /** Notes one data point of a metric (AWS/Events, AWS/Lambda, AWS/SQS or a program's own): `Service.record` of monitoring gets it. */
  metric(point: MetricPoint): void;
}

/** A role's session, as a principal. */
export type RoleSession = Extract<Principal, { kind: "role" }>;

export interface CallRequest {
  service: ServiceName;
  operation: string;
  input: object;
  principal: Principal;
  /** The request's id as its caller will see it; a new one unless told. */
  requestId?: string;
}

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface MetricPoint {
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
  value: number;
  /** One of CloudWatch's units; "Count" unless told. */
  unit?: string;
  /** Milliseconds since 1970; now unless told. */
  at?: number;
}
