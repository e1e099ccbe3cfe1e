import { expect, test } from "vitest";
import { explainTypeError } from "./type-hints.ts";

test("names a package without its path on this machine", () => {
  const type = 'typeof import("/home/ada/workshop/node_modules/@pulumi/aws/lambda/index")';

  const { message } = explainTypeError(2339, `Property 'EventInvokeConfig' does not exist on type '${type}'.`, "");

  expect(message).toBe("Property 'EventInvokeConfig' does not exist on type '@pulumi/aws/lambda'.");
});

test("says where a test's variable has its value", () => {
  expect(explainTypeError(2454, "Variable 'stack' is used before being assigned.", "").hint).toContain("inside a test");
});
