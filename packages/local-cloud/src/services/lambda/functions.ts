import type { Account } from "../../core/account.ts";
import { arn } from "../../core/arn.ts";
import type { PolicyStatement } from "../../core/policy.ts";

/** A function as it is stored. */
export interface FunctionRecord {
  name: string;
  arn: string;
  configuration: FunctionConfiguration;
  code: Code;
  /** New after every change of code or configuration, and unique across functions. */
  generation: string;
  /** New after every change of code, configuration or policy. */
  revisionId: string;
  /** Milliseconds since 1970. */
  lastModified: number;
  tags: Record<string, string>;
  reservedConcurrency?: number;
  policy: PolicyStatement[];
  eventInvokeConfig?: EventInvokeConfig;
  url?: UrlConfig;
}

export interface Code {
  /** Name of the folder below `functions` in the data folder: the hash of its contents. */
  folder: string;
  /** In base64, as in CodeSha256. */
  sha256: string;
  sizeBytes: number;
}

/** The settings that UpdateFunctionConfiguration can change, with all defaults filled in. */
export interface FunctionConfiguration {
  Runtime: string;
  Role: string;
  Handler: string;
  Description: string;
  /** Seconds. */
  Timeout: number;
  MemorySize: number;
  TracingMode: "Active" | "PassThrough";
  EphemeralStorageSize: number;
  Architecture: string;
  Variables?: Record<string, string>;
  DeadLetterTargetArn?: string;
  LoggingConfig: LoggingConfig;
}

export interface LoggingConfig {
  LogFormat: "Text" | "JSON";
  LogGroup: string;
  ApplicationLogLevel?: string;
  SystemLogLevel?: string;
}

export interface EventInvokeConfig {
  /** Seconds since 1970. */
  lastModified: number;
  maximumRetryAttempts?: number;
  maximumEventAgeInSeconds?: number;
  onSuccess?: string;
  onFailure?: string;
}

export interface UrlConfig {
  id: string;
  authType: "NONE" | "AWS_IAM";
  invokeMode: "BUFFERED" | "RESPONSE_STREAM";
  cors?: Cors;
  creationTime: string;
  lastModifiedTime: string;
}

export interface Cors {
  AllowCredentials?: boolean;
  AllowHeaders?: string[];
  AllowMethods?: string[];
  AllowOrigins?: string[];
  ExposeHeaders?: string[];
  MaxAge?: number;
}

export function functionArn(account: Account, name: string): string {
  return arn("lambda", account.region, account.id, `function:${name}`);
}

/** The last part of a role's ARN: "charge" for arn:aws:iam::000000000000:role/service/charge. */
export function roleNameOf(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf("/") + 1);
}
