import { type MockedStack, runMocked } from "@event-choreography/local-cloud/pulumi-mocks";
import type { Settings } from "../../infra/components/settings.ts";
import program from "../../infra/index.ts";

export {
  actionsOf,
  type MockedStack,
  type Recorded,
  runMocked,
  type Statement,
} from "@event-choreography/local-cloud/pulumi-mocks";

/** The settings of an unshared stack. Default: step 1. */
export function settingsFor(settings: Partial<Settings>): Settings {
  return { step: 1, attendee: "", notificationEmail: "", seatsPerFlight: 180, ...settings };
}

/** The resources that the workshop's program declares up to a step, without a cloud. */
export function mockedStack(settings: Partial<Settings>): Promise<MockedStack> {
  return runMocked(() => program(settingsFor(settings)));
}
