import { afterEach, beforeEach, expect, test } from "vitest";
import { createRole, startTestCloud, type TestCloud, zip } from "../../testing/index.ts";
import { type Cloud, cloudOf } from "./cloud.ts";

let testCloud: TestCloud;
let cloud: Cloud;
beforeEach(async () => {
  testCloud = await startTestCloud();
  cloud = cloudOf(testCloud.account);
});
afterEach(() => testCloud.close());

function createFunction(FunctionName: string, Role: string): Promise<unknown> {
  const Code = { ZipFile: Buffer.from(zip("export const handler = async () => {};")).toString("base64") };
  const input = { FunctionName, Role, Code, Runtime: "nodejs24.x", Handler: "index.handler" };
  return cloud.callWithRole("lambda", "CreateFunction", input);
}

test("a function whose role is not in effect yet is created once it is", async () => {
  testCloud.faults.add({ kind: "eventual" });
  const role = await createRole(testCloud, "charge");

  const created = Promise.all(Array.from({ length: 10 }, (_, at) => createFunction(`charge-${at}`, role)));
  await testCloud.clock.advance(5000);

  expect(await created).toHaveLength(10);
  const refused = testCloud.faults.injections().filter(({ into }) => into === "sts:AssumeRole by the old role charge");
  expect(refused.length, "Lambda could not assume the role at first").toBeGreaterThan(0);
});

test("a function whose role Lambda cannot assume fails at once if no role is changing", async () => {
  const role = "arn:aws:iam::000000000000:role/nobody";

  await expect(createFunction("charge", role)).rejects.toThrow(
    "The role defined for the function cannot be assumed by Lambda.",
  );
});
