import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import { afterEach, beforeEach, expect } from "vitest";
import type { ServiceName } from "../../core/service.ts";
import { callByHand, startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createProvider } from "../provider/create-provider.ts";
import type { Provider } from "../provider/provider.ts";
import { DeploymentError } from "./errors.ts";
import { type Deployed, openStack, type Stack, type StackOptions } from "./open-stack.ts";

/** A local cloud with a provider, and a folder for state files. */
export interface StackHarness {
  readonly cloud: TestCloud;
  readonly provider: Provider;
  readonly folder: string;
  readonly stateFile: string;
  /** Opens stack `local` of project `aircraft-booking`. */
  open(over?: Partial<StackOptions>): Stack;
  /** Calls AWS as someone does outside of the stack. */
  byHand: (service: ServiceName, operation: string, input: object) => ReturnType<typeof callByHand>;
}

/** Sets up a harness before each test of the file. Its properties are valid within a test. */
export function useStackHarness(): StackHarness {
  let cloud: TestCloud;
  let provider: Provider;
  let folder: string;

  beforeEach(async () => {
    cloud = await startTestCloud();
    provider = createProvider(cloud.account);
    folder = mkdtempSync(join(tmpdir(), "stack-"));
  });
  afterEach(async () => {
    await cloud.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const stateFile = () => join(folder, "stack.json");
  return {
    get cloud() {
      return cloud;
    },
    get provider() {
      return provider;
    },
    get folder() {
      return folder;
    },
    get stateFile() {
      return stateFile();
    },
    open: (over = {}) =>
      openStack({ provider, project: "aircraft-booking", stack: "local", stateFile: stateFile(), ...over }),
    byHand: (service, operation, input) => callByHand(cloud, service, operation, input),
  };
}

/** The operation on each resource, by logical name. */
export function operationsOf({ resources }: Pick<Deployed, "resources">): Record<string, string> {
  return Object.fromEntries(resources.map(({ name, op }) => [name, op]));
}

export async function failureOf(deployment: Promise<unknown>): Promise<DeploymentError> {
  const error = await deployment.then(
    () => expect.fail("the deployment should have failed"),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DeploymentError);
  return error as DeploymentError;
}

/** A program with a bus, a rule on it, and a log group. */
export function bookingProgram(over: { bus?: string; retention?: number; rule?: boolean; pattern?: object } = {}) {
  return () => {
    const bus = new aws.cloudwatch.EventBus("bus", { name: over.bus ?? "AircraftBookingBus" });
    new aws.cloudwatch.LogGroup("log", { name: "/aws/events/all", retentionInDays: over.retention ?? 7 });
    if (over.rule !== false) {
      new aws.cloudwatch.EventRule("rule", {
        name: "BookingCreatedRule",
        eventBusName: bus.name,
        eventPattern: JSON.stringify(over.pattern ?? { source: ["aircraft.booking"] }),
      });
    }
    return { busArn: bus.arn };
  };
}
