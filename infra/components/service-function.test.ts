import { expect, test } from "vitest";
import { runMocked, settingsFor } from "../../test/support/mocked-stack.ts";
import { createContext } from "./context.ts";
import { ServiceFunction } from "./service-function.ts";

test.each(["payment/charge.ts", "services/payment/charge", ""])(
  'rejects "%s" as a handler, and says what is allowed',
  async (handler) => {
    await expect(make(handler)).rejects.toMatchObject({
      propertyPath: "handler",
      reason: `ServiceFunction charge: handler is "${handler}". Give the path of a .ts file below services/, e.g. "services/payment/charge/charge.ts".`,
    });
  },
);

test("gives each function its own role, policy and log group", async () => {
  const stack = await make("services/payment/charge/charge.ts");

  const children = stack.resources.filter(({ parent }) => parent === "charge").map(({ name }) => name);
  expect(children.sort()).toEqual(["charge-function", "charge-logs", "charge-policy", "charge-role"]);
});

function make(handler: string) {
  const context = createContext(settingsFor({}), []);
  return runMocked(() => {
    new ServiceFunction("charge", { context, handler, environment: {}, allow: [] });
  });
}
