import type { Deployed, PlannedResource } from "@event-choreography/local-cloud/pulumi";
import type { Collection } from "@event-choreography/local-cloud/testing";
import { MemoryStore } from "@event-choreography/local-cloud/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { steps } from "../steps/index.ts";
import { type DeployedCloud, deployedCloud } from "./support/local-stack.ts";

/** Each step's name and number, as titles have them. */
const numbered = steps.list.map(({ name }, index) => [name, index + 1] as const);

/** The stack's resources with their inputs, once it has grown to a step. */
const grown = new Map<number, Record<string, unknown>>();

/** No function runs here, so none need be started ahead of time. */
const lambda = { proactiveInitialization: false };

describe("one stack that grows from the first step to the last", () => {
  let stack: DeployedCloud;
  beforeAll(async () => {
    stack = await deployedCloud({ step: 0, cloudOptions: { lambda } });
  });
  afterAll(() => stack.close());

  test.each(numbered)("%s changes what it says, and deletes and replaces nothing", async (name, step) => {
    const done = changes(await stack.up(step));
    grown.set(step, resourcesOf(stack));

    expect(done.filter((change) => /^(delete|replace)/.test(change))).toEqual([]);
    // Meant to change something else? npx vitest run test/growth --update writes down what it changes now.
    await expect(`${done.join("\n")}\n`).toMatchFileSnapshot(`growth/${name}.txt`);
    expect(changes(await stack.up(step)), "a second deploy changed something").toEqual([]);
  });

  test("is in the account as the stack knows it", async () => {
    expect(changes(await stack.refresh())).toEqual([]);
  });

  test("previews what it then does", async () => {
    const last = steps.list.length;
    await stack.up(last - 1);

    const planned = changes(await stack.preview(last));
    expect(changes(await stack.up(last))).toEqual(planned);
  });
});

describe("a stack that is deployed from nothing", () => {
  let stack: DeployedCloud;
  const store = new ListedStore();
  let before: string[];
  beforeAll(async () => {
    stack = await deployedCloud({ step: 0, cloudOptions: { store, lambda } });
    before = store.list();
  });
  afterAll(() => stack.close());

  test.each(numbered)("%s is what it is when grown step by step, and leaves nothing behind", async (_, step) => {
    await stack.up(step);
    expect(resourcesOf(stack)).toEqual(grown.get(step));

    await stack.destroy();
    expect(stack.resources.size).toBe(0);
    expect(store.list()).toEqual(before);
  });
});

/** By URN, without what chance and the machine add: the ends of names that Pulumi makes up, and the endpoint's port. */
function resourcesOf({ resources, cloud }: DeployedCloud): Record<string, unknown> {
  const text = JSON.stringify(Object.fromEntries(resources));
  return JSON.parse(text.replaceAll(cloud.endpoint, "http://endpoint").replaceAll(/-[0-9a-f]{7}"/g, '-made-up"'));
}

/** What was done, or would be: a line for each resource, e.g. "update aws:lambda/function:Function booking-api-function code". */
function changes({ resources }: Deployed): string[] {
  return resources.filter(({ op, type }) => op !== "same" && type !== "pulumi:pulumi:Stack").map(inWords);
}

function inWords({ op, type, name, diffs }: PlannedResource): string {
  return [op, type, name, ...diffs.map(({ path }) => path)].join(" ");
}

/** A store that can say what is in it. */
class ListedStore extends MemoryStore {
  readonly #collections = new Map<string, Collection<unknown>>();

  override collection<V>(name: string): Collection<V> {
    const collection = super.collection<V>(name);
    this.#collections.set(name, collection as Collection<unknown>);
    return collection;
  }

  /** Each collection and key. Metrics and alarms' history are left out: AWS keeps them, too, and they cost nothing. */
  list(): string[] {
    const kept = ["cloudwatch/points", "cloudwatch/history-items"];
    const collections = [...this.#collections].filter(([name]) => !kept.includes(name));
    return collections.flatMap(([name, found]) => [...found.keys()].map((key) => `${name} ${key}`)).sort();
  }
}
