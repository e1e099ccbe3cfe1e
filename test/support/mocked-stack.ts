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

/** The settings of a stack of one's own, deployed up to a step. Default: step 1. */
export function settingsFor(settings: Partial<Settings>): Settings {
  return { step: 1, attendee: "", notificationEmail: "", seatsPerFlight: 180, ...settings };
}

/** The resources of the workshop's program, up to a step, without any cloud. */
export function mockedStack(settings: Partial<Settings>): Promise<MockedStack> {
  return runMocked(() => program(settingsFor(settings)));
}
