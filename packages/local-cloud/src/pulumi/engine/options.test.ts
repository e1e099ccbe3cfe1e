import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ServiceName } from "../../core/service.ts";
import { callByHand, startTestCloud, type TestCloud } from "../../testing/index.ts";
import {
  createProvider,
  DeploymentError,
  type DeploymentEvent,
  openStack,
  type Provider,
  type Stack,
} from "../index.ts";

// What a program may say of a resource beside its properties. Where a line here says what the CLI does, that was
// found by running it (3.260) on the same programs with the same provider.

let cloud: TestCloud;
let provider: Provider;
let folder: string;
let stack: Stack;
/** What was asked of the provider, in order. */
let calls: string[];

beforeEach(async () => {
  cloud = await startTestCloud();
  calls = [];
  provider = recorded(createProvider(cloud.account));
  folder = mkdtempSync(join(tmpdir(), "options-"));
  stack = open();
});
afterEach(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

const stateFile = () => join(folder, "stack.json");
const open = (over: Partial<Provider> = {}) =>
  openStack({ provider: { ...provider, ...over }, project: "p", stack: "local", stateFile: stateFile() });

function recorded(real: Provider): Provider {
  return {
    ...real,
    create: (request) => noting(`create ${request.name}`, request.preview, () => real.create(request)),
    update: (request) => noting(`update ${request.name}`, request.preview, () => real.update(request)),
    delete: (request) => noting(`delete ${request.name}`, false, () => real.delete(request)),
  };
}

function noting<T>(call: string, preview: boolean, work: () => Promise<T>): Promise<T> {
  if (!preview) calls.push(call);
  return work();
}

async function callsOf(deployment: Promise<unknown>): Promise<string[]> {
  calls.length = 0;
  await deployment;
  return [...calls];
}

const byHand = (service: ServiceName, operation: string, input: object) => callByHand(cloud, service, operation, input);

const ops = (deployed: { resources: Array<{ name: string; op: string }> }) =>
  Object.fromEntries(deployed.resources.map(({ name, op }) => [name, op]));

async function failure(deployment: Promise<unknown>): Promise<DeploymentError> {
  const error = await deployment.then(
    () => expect.fail("the deployment should have failed"),
    (raised: unknown) => raised,
  );
  expect(error).toBeInstanceOf(DeploymentError);
  return error as DeploymentError;
}

type Options = pulumi.CustomResourceOptions;
type BusArgs = aws.cloudwatch.EventBusArgs;
const bus = (name: string, args: BusArgs = {}, opts: Options = {}) =>
  new aws.cloudwatch.EventBus(name, { name: name.toUpperCase(), ...args }, opts);
const log = (args: aws.cloudwatch.LogGroupArgs = {}, opts: Options = {}) =>
  new aws.cloudwatch.LogGroup("log", { name: "/events", ...args }, opts);

class Group extends pulumi.ComponentResource {
  constructor(name: string, make: (parent: Group) => void, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Group", name, {}, opts);
    make(this);
    this.registerOutputs({});
  }
}

test("what needs nothing of each other is made at the same time", async () => {
  const begun: Array<() => void> = [];
  const waiting = open({
    async create(request) {
      // Each goes on when both have begun.
      await new Promise<void>((goOn) => begun.push(goOn) === 2 && begun.forEach((other) => void other()));
      return provider.create(request);
    },
  });

  const deployed = await waiting.up(() => {
    bus("a");
    bus("b");
  });

  expect(ops(deployed)).toMatchObject({ a: "create", b: "create" });
});

test("dependsOn orders what has nothing else to do with each other, through a component too", async () => {
  const made = () => {
    const first = bus("z-first");
    const group = new Group("group", (parent) => bus("middle", {}, { parent }), { dependsOn: [first] });
    bus("a-last", {}, { dependsOn: [group] });
  };

  expect(await callsOf(stack.up(made))).toEqual(["create z-first", "create middle", "create a-last"]);
  expect(await callsOf(stack.destroy())).toEqual(["delete a-last", "delete middle", "delete z-first"]);
});

test("a replacement stands beside the old one, unless the program wants the old one gone first", async () => {
  const named = (name: string, opts?: Options) => () => void bus("bus", { name }, opts);
  await stack.up(named("ONE"));

  expect(await callsOf(stack.up(named("TWO")))).toEqual(["create bus", "delete bus"]);
  expect(await callsOf(stack.up(named("THREE", { deleteBeforeReplace: true })))).toEqual(["delete bus", "create bus"]);
});

test("replaceOnChanges makes a replacement of an update", async () => {
  const described = (description: string, opts?: Options) => () => {
    new aws.cloudwatch.EventBus("bus", { description }, opts);
  };
  await stack.up(described("1"));

  const deployed = await stack.up(described("2", { replaceOnChanges: ["description"] }));

  expect(ops(deployed)).toMatchObject({ bus: "replace" });
  expect(deployed.resources.find(({ name }) => name === "bus")!.diffs).toMatchObject([{ replaces: true }]);
});

test("ignoreChanges reaches into lists, and says which path it could not follow", async () => {
  const table = (type: string, tags: Record<string, string>, opts?: Options) => () => {
    const attributes = [{ name: "id", type }];
    new aws.dynamodb.Table(
      "table",
      { name: "table", hashKey: "id", attributes, readCapacity: 1, writeCapacity: 1, tags },
      opts,
    );
  };
  await stack.up(table("S", { team: "a" }));
  const events: DeploymentEvent[] = [];
  const ignoreChanges = ["attributes[0].type", 'tags["by"]', "attributes[1].name"];

  const deployed = await stack.up(table("N", { team: "a", by: "me" }, { ignoreChanges }), {
    onEvent: (event) => events.push(event),
  });

  expect(ops(deployed)).toMatchObject({ table: "same" });
  expect(events).toContainEqual(
    expect.objectContaining({
      kind: "log",
      message: "cannot ignore changes of what was added or removed at attributes[1].name",
    }),
  );
});

test("additional secret outputs are secret: at once, when added later, and of what was only read", async () => {
  await byHand("events", "CreateEventBus", { Name: "THEIRS" });
  const secretArn = { additionalSecretOutputs: ["arn"] };
  const made = (opts?: Options) => () => {
    const theirs = aws.cloudwatch.EventBus.get("theirs", "THEIRS", undefined, secretArn);
    return { theirs: theirs.arn, mine: bus("mine", {}, opts).arn };
  };

  expect((await stack.up(made())).outputs).toEqual({ theirs: "[secret]", mine: expect.stringContaining("/MINE") });
  expect((await stack.up(made(secretArn))).outputs).toEqual({ theirs: "[secret]", mine: "[secret]" });
  expect(readFileSync(stateFile(), "utf8")).not.toContain("event-bus/");
});

test("a secret in the provider's settings is none in the state file", async () => {
  await stack.up(() => void bus("bus"), { config: { "aws:secretKey": { secret: "s3cret" } } });

  expect(readFileSync(stateFile(), "utf8")).not.toContain("s3cret");
});

test("children keep what their component is to keep", async () => {
  const kept = { retainOnDelete: true };
  await stack.up(() => void new Group("group", (parent) => bus("kept", {}, { parent }), kept));

  expect(await callsOf(stack.destroy())).toEqual([]);

  expect(stack.resources).toEqual([]);
  expect(await byHand("events", "DescribeEventBus", { Name: "KEPT" })).toMatchObject({ Name: "KEPT" });
});

test("what goes together with another is not deleted itself", async () => {
  const rule = (deletedWith: pulumi.Resource, eventBusName: pulumi.Input<string>) =>
    new aws.cloudwatch.EventRule(
      "rule",
      { name: "R", eventBusName, eventPattern: '{"source":["x"]}' },
      { deletedWith },
    );
  await stack.up(() => {
    const whole = bus("bus");
    rule(whole, whole.name);
  });
  const spared = open({ delete: async ({ name }) => void calls.push(`delete ${name}`) });

  expect(await callsOf(spared.destroy())).toEqual(["delete bus"]);
});

test("protection may be taken away in the deployment that replaces, and is named with its line", async () => {
  const named = (name: string, protect: boolean) => () => void bus("bus", { name }, { protect });
  await stack.up(named("ONE", true));

  const refused = await failure(stack.up(named("TWO", true)));
  const undeleted = await failure(stack.destroy());

  expect(refused.problems).toMatchObject([{ name: "bus", source: { file: import.meta.filename } }]);
  expect(undeleted.problems).toMatchObject([{ name: "bus", type: "aws:cloudwatch/eventBus:EventBus" }]);
  expect(ops(await stack.up(named("TWO", false)))).toMatchObject({ bus: "replace" });
});

test("several resources that are called otherwise now stay, each once", async () => {
  const names = ["a", "b", "c"];
  await stack.up(() => {
    for (const name of names) bus(name);
  });

  const deployed = await stack.up(() => {
    for (const name of names) bus(`${name}-new`, { name: name.toUpperCase() }, { aliases: [{ name }] });
  });

  expect(deployed.summary).toMatchObject({ same: 4, create: 0, delete: 0 });
  expect(stack.resources.filter(({ type }) => type.endsWith(":EventBus"))).toHaveLength(3);
});

describe("import and get", () => {
  test("what is imported is brought to what the program says", async () => {
    await byHand("logs", "CreateLogGroup", { logGroupName: "/events" });
    const imported = () => void log({ retentionInDays: 7 }, { import: "/events" });

    const deployed = await stack.up(imported);

    expect(deployed.summary).toMatchObject({ import: 1, update: 1 });
    const { logGroups } = await byHand("logs", "DescribeLogGroups", {});
    expect(logGroups).toMatchObject([{ logGroupName: "/events", retentionInDays: 7 }]);
    expect(ops(await stack.up(imported))).toMatchObject({ log: "same" });
  });

  test("another id imports another one in its place", async () => {
    for (const Name of ["ONE", "TWO"]) await byHand("events", "CreateEventBus", { Name });
    const imported = (name: string) => () => void bus("bus", { name }, { import: name });
    await stack.up(imported("ONE"));

    expect(await callsOf(stack.up(imported("TWO")))).toEqual(["delete bus"]);

    expect(stack.resources.find(({ urn }) => urn.endsWith("::bus"))).toMatchObject({ id: "TWO" });
  });

  test("what was only read is made when it becomes the program's own, and the other way round deleted", async () => {
    await byHand("events", "CreateEventBus", { Name: "THEIRS" });
    const read = () => void aws.cloudwatch.EventBus.get("bus", "THEIRS");
    await stack.up(read);

    expect(await callsOf(stack.up(() => void bus("bus", { name: "MINE" })))).toEqual(["create bus"]);
    expect(await callsOf(stack.up(read))).toEqual(["delete bus"]);
    expect(await callsOf(stack.destroy())).toEqual([]);
  });

  test("what is not there to be read is named with its line", async () => {
    const error = await failure(stack.up(() => void aws.cloudwatch.EventBus.get("theirs", "NONE")));

    expect(error.problems).toMatchObject([{ name: "theirs", source: { file: import.meta.filename } }]);
  });
});

test.each<[string, Options]>([
  ["customTimeouts", { customTimeouts: { create: "5m" } }],
  ["hideDiffs", { hideDiffs: ["description"] }],
  ["pluginDownloadURL", { pluginDownloadURL: "https://example.com" }],
  ["replacementTrigger", { replacementTrigger: "again" }],
  ["transforms", { transforms: [() => undefined] }],
  ["replaceWith", { replaceWith: [] }],
])("the option %s is refused by name, not passed over", async (name, given) => {
  const opts = () => (name === "replaceWith" ? { replaceWith: [bus("other")] } : given);

  const error = await failure(stack.up(() => void bus("bus", {}, opts())));

  expect(error.message).toMatch(new RegExp(name, "i"));
  expect(stack.resources.some(({ urn }) => urn.endsWith("::bus"))).toBe(false);
});

test("a create that stopped halfway is finished by the next deployment", async () => {
  const made = () => void log({ retentionInDays: 7 });
  cloud.faults.add({
    kind: "refuse",
    call: "logs.PutRetentionPolicy",
    next: 1,
    code: "Later",
    message: "later",
    status: 503,
  });
  expect((await failure(stack.up(made))).message).toContain(
    "creating CloudWatch Logs Log Group (/events): Later: later",
  );

  expect(await callsOf(stack.up(made))).toEqual(["update log"]);

  expect((await stack.refresh()).summary).toMatchObject({ same: 2, update: 0 });
});

test("an update that stopped halfway is taken back if the program is", async () => {
  const made =
    (retentionInDays: number, tags = {}) =>
    () =>
      void log({ retentionInDays, tags });
  await stack.up(made(7));
  cloud.faults.add({ kind: "refuse", call: "logs.TagResource", next: 1, code: "Later", message: "later", status: 503 });
  await failure(stack.up(made(14, { step: "1" })));

  await stack.up(made(7));

  const { logGroups } = await byHand("logs", "DescribeLogGroups", {});
  expect(logGroups).toMatchObject([{ retentionInDays: 7 }]);
});

test("a refresh that cannot read a resource ends with its name", async () => {
  await stack.up(() => void bus("bus"));
  const blind = open({ read: () => Promise.reject(new Error("AccessDenied: no")) });

  expect((await failure(blind.refresh())).problems).toMatchObject([{ name: "bus", message: "AccessDenied: no" }]);
});
