/** Pulumi's mocks without their gaps, and with the outputs that AWS would give: for tests without any cloud. */
export { actionsOf, MockedStack, type Recorded, type Statement } from "./mocked-stack.ts";
export { runMocked } from "./run-mocked.ts";
