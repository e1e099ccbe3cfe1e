import { expect, test } from "vitest";
import { createFunction, createRole } from "../../testing/functions.ts";
import { startTestCloud } from "../../testing/index.ts";
import { createProvider } from "../provider/create-provider.ts";

const type = "aws:lambda/functionUrl:FunctionUrl";
const ref = { type, name: "url", urn: `urn:pulumi:s::p::${type}::url` };

/** "aws.lambda.FunctionUrl" (Pulumi Registry): without authorization, the provider adds both permissions on creation. */
test("anybody may call a URL that was created without authorization, and nobody one that lost it in an update", async () => {
  await using cloud = await startTestCloud({ lambda: { proactiveInitialization: false } });
  const role = await createRole(cloud, "functions");
  const provider = createProvider(cloud.account);
  const statusOf = async (functionName: string, ...authorizations: string[]) => {
    await createFunction(cloud, functionName, "export const handler = () => ({ statusCode: 202 });", { Role: role });
    const [created, updated] = authorizations.map((authorizationType) => ({
      functionName,
      authorizationType,
      invokeMode: "BUFFERED",
    }));
    const { id, properties } = await provider.create({ ...ref, properties: created!, preview: false });
    if (updated)
      await provider.update({ ...ref, id, olds: properties, news: updated, preview: false, oldInputs: created! });
    return (await fetch(String(properties.functionUrl))).status;
  };

  expect(await statusOf("public", "NONE")).toBe(202);
  expect(await statusOf("signed", "AWS_IAM")).toBe(403);
  expect(await statusOf("opened", "AWS_IAM", "NONE")).toBe(403);
  expect(await statusOf("closed", "NONE", "AWS_IAM")).toBe(403);
});
