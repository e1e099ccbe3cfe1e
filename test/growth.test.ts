import type { Deployed, PlannedResource } from "@event-choreography/local-cloud/pulumi";
import type { Collection } from "@event-choreography/local-cloud/testing";
import { MemoryStore } from "@event-choreography/local-cloud/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { steps } from "../steps/index.ts";
import { type DeployedCloud, deployedCloud } from "./support/local-stack.ts";

/** Each step's name and number, for test titles. */
const numbered = steps.list.map(({ name }, index) => [name, index + 1] as const);

/** The stack's resources with their inputs, after each step. */
const deployed = new Map<number, Record<string, unknown>>();

/** No function runs here, so none is initialized in advance. */
const lambda = { proactiveInitialization: false };

describe("a stack that is deployed step by step", { timeout: 120_000 }, () => {
  let stack: DeployedCloud;
  beforeAll(async () => {
    stack = await deployedCloud({ step: 0, cloudOptions: { lambda } });
  });
  afterAll(() => stack.close());

  test.each(numbered)("%s makes the recorded changes, and deletes and replaces nothing", async (name, step) => {
    const made = changes(await stack.up(step));
    deployed.set(step, resourcesOf(stack));

    expect(made.filter((change) => /^(delete|replace)/.test(change))).toEqual([]);
    // To record intended changes: npx vitest run test/growth --update
    await expect(`${made.join("\n")}\n`).toMatchFileSnapshot(`growth/${name}.txt`);
    expect(changes(await stack.up(step)), "a second deployment changes nothing").toEqual([]);
  });

  test("has the same state as the account", async () => {
    expect(changes(await stack.refresh())).toEqual([]);
  });

  test("previews the changes that it then makes", async () => {
    const last = steps.list.length;
    await stack.up(last - 1);

    const planned = changes(await stack.preview(last));
    expect(changes(await stack.up(last))).toEqual(planned);
  });
});

describe("a stack that is deployed at once", { timeout: 120_000 }, () => {
  let stack: DeployedCloud;
  const store = new ListableStore();
  let before: string[];
  beforeAll(async () => {
    stack = await deployedCloud({ step: 0, cloudOptions: { store, lambda } });
    before = store.list();
  });
  afterAll(() => stack.close());

  test.each(numbered)(
    "%s has the same resources as step by step, and its deletion leaves nothing behind",
    async (_, step) => {
      await stack.up(step);
      expect(resourcesOf(stack)).toEqual(deployed.get(step));

      await stack.destroy();
      expect(stack.resources.size).toBe(0);
      // An invocation by step 11's schedule may still be queued for a function that is gone now.
      await stack.settle();
      expect(store.list()).toEqual(before);
    },
  );
});

/** The inputs by URN, without what differs in each run: the endpoint's port, and the random parts of generated names and URLs. */
function resourcesOf({ resources, cloud }: DeployedCloud): Record<string, unknown> {
  const text = JSON.stringify(Object.fromEntries(resources));
  const masked = text
    .replaceAll(cloud.endpoint, "http://endpoint")
    .replaceAll(/-[0-9a-f]{7}"/g, '-generated"')
    .replaceAll(/lambda-url\/[0-9a-f]+/g, "lambda-url/generated");
  return JSON.parse(masked);
}

/** A line for each changed resource, e.g. "update aws:lambda/function:Function booking-api-function code". */
function changes({ resources }: Deployed): string[] {
  return resources.filter(({ op, type }) => op !== "same" && type !== "pulumi:pulumi:Stack").map(describeChange);
}

function describeChange({ op, type, name, diffs }: PlannedResource): string {
  return [op, type, name, ...diffs.map(({ path }) => path)].join(" ");
}

/** A store that can list its contents. */
class ListableStore extends MemoryStore {
  readonly #collections = new Map<string, Collection<unknown>>();

  override collection<V>(name: string): Collection<V> {
    const collection = super.collection<V>(name);
    this.#collections.set(name, collection as Collection<unknown>);
    return collection;
  }

  /**
   * Each collection and key, except for what AWS keeps too, at no cost: metrics, alarm history, and for a day the
   * stream of a deleted table.
   */
  list(): string[] {
    const excluded = ["cloudwatch/points", "cloudwatch/history-items", "dynamodb/streams"];
    const collections = [...this.#collections].filter(([name]) => !excluded.includes(name));
    return collections.flatMap(([name, found]) => [...found.keys()].map((key) => `${name} ${key}`)).sort();
  }
}
