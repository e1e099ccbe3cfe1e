import type { Activity } from "./activity.ts";
import type { Clock } from "./clock.ts";
import type { Faults } from "./faults.ts";
import type { Principal } from "./principal.ts";
import type { Random } from "./random.ts";
import type { Access, Service, ServiceName } from "./service.ts";
import type { Store } from "./store.ts";

/** An AWS account in a process: what its services share, and how they call each other. */
export interface Account {
  /** Twelve digits. */
  readonly id: string;
  readonly region: string;
  /** E.g. http://127.0.0.1:4567; empty until the endpoint listens. */
  endpoint: string;
  /** Folder for files, such as functions' code. Made on first use; temporary if the account keeps no state. */
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly random: Random;
  readonly store: Store;
  readonly faults: Faults;
  readonly service: (name: ServiceName) => Service;
  /**
   * Makes one call, as a client does or one service to another: injects faults, checks access, runs the operation, and
   * resolves when its changes are durable.
   *
   * @throws the service's AwsError
   */
  call<Output>(request: CallRequest): Promise<Output>;
  /**
   * Checks access without a call, for a service that acts itself under one of the account's roles.
   *
   * @throws AwsError the access-denied error of `service`, unless `principal` is allowed
   */
  authorize(service: ServiceName, principal: Principal, access: Access): void;
  /** New credentials for a role's session, valid until the process ends. They identify this very object as the caller. */
  credentialsFor(session: RoleSession): Credentials;
  /** Records one data point of a metric (AWS/Events, AWS/Lambda, AWS/SQS or a custom one), with `Service.record` of CloudWatch. */
  metric(point: MetricPoint): void;
}

/** A role's session, as a principal. */
export type RoleSession = Extract<Principal, { kind: "role" }>;

export interface CallRequest {
  service: ServiceName;
  operation: string;
  input: object;
  principal: Principal;
  /** The request id that the caller sees. Default: a new one. */
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
  /** One of CloudWatch's units. Default: "Count". */
  unit?: string;
  /** Milliseconds since 1970. Default: now. */
  at?: number;
  /** Whether it is kept by the second, not by the minute, for three hours. Default: false. */
  highResolution?: boolean;
  /** For a gauge, such as a queue's length: how it goes on. Default: the point is a count, and stands alone. */
  gauge?: Gauge;
}

/** AWS publishes a gauge every minute; a service here records it when it changes, with what follows if nobody calls. */
export interface Gauge {
  trend: Trend;
  /** Its changes as time passes, e.g. when hidden messages become visible, earliest first. The next data point replaces them. */
  forecast?: readonly GaugeChange[];
}

/** After a value: the same value, one more each second, or no value. */
export type Trend = "stays" | "grows" | "ends";

export interface GaugeChange {
  /** Milliseconds since 1970. */
  at: number;
  value: number;
  trend: Trend;
}
