import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import type { PropertyMap } from "../property-values/values.ts";
import { resourceTypes } from "../resources/index.ts";
import { resourceCases } from "../resources/test-cases/index.ts";
import { createProvider } from "./create-provider.ts";
import type { Provider } from "./provider.ts";

const ref = (type: string) => ({ type, name: "tested", urn: `urn:pulumi:s::p::${type}::tested` });

async function checked(provider: Provider, type: string, news: PropertyMap): Promise<PropertyMap> {
  const { inputs, failures } = await provider.check({ ...ref(type), olds: {}, news, randomSeed: Buffer.from("seed") });
  expect(failures).toEqual([]);
  return inputs;
}

async function make(provider: Provider, type: string, news: PropertyMap) {
  const inputs = await checked(provider, type, news);
  const { id, properties } = await provider.create({ ...ref(type), properties: inputs, preview: false });
  return { id, properties, inputs };
}

function resolveUrls(inputs: PropertyMap, endpoint: string): PropertyMap {
  const queueUrl = String(inputs.queueUrl ?? "").replace(/^url of /, `${endpoint}/000000000000/`);
  return queueUrl ? { ...inputs, queueUrl } : inputs;
}

test("every supported type has a case", () => {
  expect(Object.keys(resourceCases).sort()).toEqual(Object.keys(resourceTypes).sort());
});

describe.each(Object.entries(resourceCases))("%s", (type, { needs = [], outputs, importId, ...given }) => {
  let cloud: TestCloud;
  let provider: Provider;
  let created: Awaited<ReturnType<typeof make>>;

  beforeAll(async () => {
    cloud = await startTestCloud();
    provider = createProvider(cloud.account);
    for (const [token, inputs] of needs) await make(provider, token, inputs);
    created = await make(provider, type, resolveUrls(given.inputs, cloud.endpoint));
  });
  afterAll(() => cloud.close());

  test("is created with its inputs and AWS's outputs", () => {
    expect(created.properties).toMatchObject({ ...resolveUrls(given.inputs, cloud.endpoint), ...outputs });
  });

  test("is read back without drift", async () => {
    const found = await provider.read({ ...ref(type), ...created });
    expect(found?.properties).toEqual(created.properties);
    expect(found?.inputs).toEqual(created.inputs);
  });

  test("has the id that its inputs determine", async () => {
    const { result } = await provider.invoke({
      token: "local-cloud:index:idOf",
      args: { type, inputs: created.inputs },
    });
    if (result.id !== "") expect(result.id).toBe(created.id);
  });

  test("is imported by its id, with inputs that need no change", async () => {
    const found = await provider.read({ ...ref(type), id: importId ?? created.id, properties: {}, inputs: {} });
    const { code: _, ...inputs } = created.inputs;
    const diff = await provider.diff({
      ...ref(type),
      id: created.id,
      olds: found!.properties,
      oldInputs: { ...found!.inputs, ...(created.inputs.code && { code: created.inputs.code }) },
      news: created.inputs,
    });
    expect(diff.detailed).toEqual({});
    expect(found!.id).toBe(created.id);
    expect(Object.keys(inputs).length).toBeGreaterThan(0);
  });

  const { changed } = given;
  if (changed) {
    test("is updated, and read back without drift", async () => {
      const news = await checked(provider, type, resolveUrls(changed, cloud.endpoint));
      const request = { ...ref(type), id: created.id, olds: created.properties, oldInputs: created.inputs, news };
      const diff = await provider.diff(request);
      expect(diff).toMatchObject({ changes: "some", replaces: [] });
      const properties = await provider.update({ ...request, preview: false });
      await expectDriftFound(request);
      created = { id: created.id, properties, inputs: news };
      const found = await provider.read({ ...ref(type), ...created });
      expect(found?.inputs).toEqual(news);
      expect(properties).toMatchObject(news);
    });
  }

  /** To a state from before the update, the update is drift: every change must be found. */
  async function expectDriftFound({
    news,
    ...known
  }: {
    id: string;
    olds: PropertyMap;
    oldInputs: PropertyMap;
    news: PropertyMap;
  }) {
    const found = await provider.read({ ...ref(type), ...known, properties: known.olds, inputs: known.oldInputs });
    const { inputs: oldInputs, properties: olds } = found!;
    // AWS does not return a function's code.
    const read = news.code ? { ...news, code: oldInputs.code! } : news;
    expect((await provider.diff({ ...ref(type), id: known.id, olds, oldInputs, news: read })).detailed).toEqual({});
  }

  test("is deleted, a second time without an error, and then not found", async () => {
    await provider.delete({ ...ref(type), ...created });
    await provider.delete({ ...ref(type), ...created });
    expect(await provider.read({ ...ref(type), ...created })).toBeUndefined();
  });
});
