import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, test } from "vitest";
import type { Provider } from "../provider/provider.ts";
import type { DeploymentEvent } from "./events.ts";
import type { Stack } from "./open-stack.ts";
import { bookingProgram, failureOf, operationsOf, useStackHarness } from "./test-support.ts";

// The resource options. The expected behavior is that of the CLI (3.260), run on the same programs with the same provider.

const harness = useStackHarness();
const { byHand } = harness;
let stack: Stack;
/** The calls to the provider that change resources, in order. */
let calls: string[];

beforeEach(() => {
  calls = [];
  stack = open();
});

const open = (over: Partial<Provider> = {}) => harness.open({ provider: { ...recorded(harness.provider), ...over } });

function recorded(real: Provider): Provider {
  return {
    ...real,
    create: (request) => recording(`create ${request.name}`, request.preview, () => real.create(request)),
    update: (request) => recording(`update ${request.name}`, request.preview, () => real.update(request)),
    delete: (request) => recording(`delete ${request.name}`, false, () => real.delete(request)),
  };
}

function recording<T>(call: string, preview: boolean, work: () => Promise<T>): Promise<T> {
  if (!preview) calls.push(call);
  return work();
}

async function callsOf(deployment: Promise<unknown>): Promise<string[]> {
  calls.length = 0;
  await deployment;
  return [...calls];
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

test("independent resources are created at the same time", async () => {
  const started: Array<() => void> = [];
  const waiting = open({
    async create(request) {
      // Each continues when both have started.
      await new Promise<void>((resume) => started.push(resume) === 2 && started.forEach((other) => void other()));
      return harness.provider.create(request);
    },
  });

  const deployed = await waiting.up(() => {
    bus("a");
    bus("b");
  });

  expect(operationsOf(deployed)).toMatchObject({ a: "create", b: "create" });
});

test("dependsOn orders otherwise independent resources, also through a component", async () => {
  const program = () => {
    const first = bus("z-first");
    const group = new Group("group", (parent) => bus("middle", {}, { parent }), { dependsOn: [first] });
    bus("a-last", {}, { dependsOn: [group] });
  };

  expect(await callsOf(stack.up(program))).toEqual(["create z-first", "create middle", "create a-last"]);
  expect(await callsOf(stack.destroy())).toEqual(["delete a-last", "delete middle", "delete z-first"]);
});

test("a replacement is created before the old resource is deleted, unless deleteBeforeReplace is set", async () => {
  const named = (name: string, opts?: Options) => () => void bus("bus", { name }, opts);
  await stack.up(named("ONE"));

  expect(await callsOf(stack.up(named("TWO")))).toEqual(["create bus", "delete bus"]);
  expect(await callsOf(stack.up(named("THREE", { deleteBeforeReplace: true })))).toEqual(["delete bus", "create bus"]);
});

test("replaceOnChanges turns an update into a replacement", async () => {
  const described = (description: string, opts?: Options) => () => {
    new aws.cloudwatch.EventBus("bus", { description }, opts);
  };
  await stack.up(described("1"));

  const deployed = await stack.up(described("2", { replaceOnChanges: ["description"] }));

  expect(operationsOf(deployed)).toMatchObject({ bus: "replace" });
  expect(deployed.resources.find(({ name }) => name === "bus")!.diffs).toMatchObject([{ replaces: true }]);
});

test("ignoreChanges ignores a changed property", async () => {
  await stack.up(() => void log({ retentionInDays: 7 }));

  const deployed = await stack.up(() => void log({ retentionInDays: 30 }, { ignoreChanges: ["retentionInDays"] }));

  expect(operationsOf(deployed)).toMatchObject({ log: "same" });
});

test("ignoreChanges reaches into lists, and logs a path that it cannot follow", async () => {
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

  expect(operationsOf(deployed)).toMatchObject({ table: "same" });
  expect(events).toContainEqual(
    expect.objectContaining({
      kind: "log",
      message: "cannot ignore changes at attributes[1].name: part of the path was added or removed",
    }),
  );
});

test("additional secret outputs are secret: at once, when added later, and of a resource that is only read", async () => {
  await byHand("events", "CreateEventBus", { Name: "THEIRS" });
  const secretArn = { additionalSecretOutputs: ["arn"] };
  const program = (opts?: Options) => () => {
    const theirs = aws.cloudwatch.EventBus.get("theirs", "THEIRS", undefined, secretArn);
    return { theirs: theirs.arn, mine: bus("mine", {}, opts).arn };
  };

  expect((await stack.up(program())).outputs).toEqual({ theirs: "[secret]", mine: expect.stringContaining("/MINE") });
  expect((await stack.up(program(secretArn))).outputs).toEqual({ theirs: "[secret]", mine: "[secret]" });
  expect(readFileSync(harness.stateFile, "utf8")).not.toContain("event-bus/");
});

test("a secret in the provider's settings is encrypted in the state file", async () => {
  await stack.up(() => void bus("bus"), { config: { "aws:secretKey": { secret: "s3cret" } } });

  expect(readFileSync(harness.stateFile, "utf8")).not.toContain("s3cret");
});

test("a retained resource leaves the stack and stays in the account", async () => {
  await stack.up(() => void bus("bus", { name: "B" }, { retainOnDelete: true }));

  await stack.destroy();

  expect(stack.resources).toEqual([]);
  expect((await failureOf(stack.up(() => void bus("bus", { name: "B" })))).message).toContain(
    "ResourceAlreadyExistsException",
  );
});

test("retainOnDelete of a component applies to its children", async () => {
  const kept = { retainOnDelete: true };
  await stack.up(() => void new Group("group", (parent) => bus("kept", {}, { parent }), kept));

  expect(await callsOf(stack.destroy())).toEqual([]);

  expect(stack.resources).toEqual([]);
  expect(await byHand("events", "DescribeEventBus", { Name: "KEPT" })).toMatchObject({ Name: "KEPT" });
});

test("a resource with deletedWith is not deleted itself", async () => {
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
  const destroying = open({ delete: async ({ name }) => void calls.push(`delete ${name}`) });

  expect(await callsOf(destroying.destroy())).toEqual(["delete bus"]);
});

test("a protected resource is neither deleted nor replaced", async () => {
  await stack.up(() => void bus("bus", {}, { protect: true }));

  expect((await failureOf(stack.destroy())).message).toContain("cannot delete bus, which is protected");
  expect((await failureOf(stack.up(() => {}))).message).toContain("cannot delete bus, which is protected");
  expect(stack.resources.some(({ urn }) => urn.endsWith("::bus"))).toBe(true);
});

test("protection may be removed in the deployment that replaces, and an error has the line of the resource", async () => {
  const named = (name: string, protect: boolean) => () => void bus("bus", { name }, { protect });
  await stack.up(named("ONE", true));

  const refused = await failureOf(stack.up(named("TWO", true)));
  const destroyFailure = await failureOf(stack.destroy());

  expect(refused.problems).toMatchObject([{ name: "bus", source: { file: import.meta.filename } }]);
  expect(destroyFailure.problems).toMatchObject([{ name: "bus", type: "aws:cloudwatch/eventBus:EventBus" }]);
  expect(operationsOf(await stack.up(named("TWO", false)))).toMatchObject({ bus: "replace" });
});

test("an alias keeps a renamed resource", async () => {
  await stack.up(() => void bus("old", { name: "B" }));

  const deployed = await stack.up(() => void bus("new", { name: "B" }, { aliases: [{ name: "old" }] }));

  expect(operationsOf(deployed)).toEqual({ "aircraft-booking-local": "same", new: "same" });
});

test("several renamed resources with aliases stay, each once", async () => {
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
  test("an imported resource is updated to what the program sets", async () => {
    await byHand("logs", "CreateLogGroup", { logGroupName: "/events" });
    const imported = () => void log({ retentionInDays: 7 }, { import: "/events" });

    const deployed = await stack.up(imported);

    expect(deployed.summary).toMatchObject({ import: 1, update: 1 });
    const { logGroups } = await byHand("logs", "DescribeLogGroups", {});
    expect(logGroups).toMatchObject([{ logGroupName: "/events", retentionInDays: 7 }]);
    expect(operationsOf(await stack.up(imported))).toMatchObject({ log: "same" });
  });

  test("another id imports another resource in its place", async () => {
    for (const Name of ["ONE", "TWO"]) await byHand("events", "CreateEventBus", { Name });
    const imported = (name: string) => () => void bus("bus", { name }, { import: name });
    await stack.up(imported("ONE"));

    expect(await callsOf(stack.up(imported("TWO")))).toEqual(["delete bus"]);

    expect(stack.resources.find(({ urn }) => urn.endsWith("::bus"))).toMatchObject({ id: "TWO" });
  });

  test("a resource that is only read is not deleted", async () => {
    const other = harness.open({ stateFile: join(harness.folder, "other.json") });
    await other.up(bookingProgram());

    const deployed = await stack.up(() => ({ arn: aws.cloudwatch.EventBus.get("theirs", "AircraftBookingBus").arn }));
    await stack.destroy();

    expect(deployed.outputs.arn).toBe("arn:aws:events:us-east-1:000000000000:event-bus/AircraftBookingBus");
    expect((await other.refresh()).summary).toMatchObject({ same: 4, delete: 0 });
  });

  test("a resource is created when the program no longer only reads it, and deleted when it only reads it again", async () => {
    await byHand("events", "CreateEventBus", { Name: "THEIRS" });
    const read = () => void aws.cloudwatch.EventBus.get("bus", "THEIRS");
    await stack.up(read);

    expect(await callsOf(stack.up(() => void bus("bus", { name: "MINE" })))).toEqual(["create bus"]);
    expect(await callsOf(stack.up(read))).toEqual(["delete bus"]);
    expect(await callsOf(stack.destroy())).toEqual([]);
  });

  test("a missing resource that is read is reported with its line", async () => {
    const error = await failureOf(stack.up(() => void aws.cloudwatch.EventBus.get("theirs", "NONE")));

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
])("the option %s is refused by name, not ignored", async (name, given) => {
  const opts = () => (name === "replaceWith" ? { replaceWith: [bus("other")] } : given);

  const error = await failureOf(stack.up(() => void bus("bus", {}, opts())));

  expect(error.message).toMatch(new RegExp(name, "i"));
  expect(stack.resources.some(({ urn }) => urn.endsWith("::bus"))).toBe(false);
});

test("the next deployment finishes a create that failed halfway", async () => {
  const program = () => void log({ retentionInDays: 7 });
  harness.cloud.faults.add({
    kind: "refuse",
    call: "logs.PutRetentionPolicy",
    next: 1,
    code: "Later",
    message: "later",
    status: 503,
  });
  expect((await failureOf(stack.up(program))).message).toContain(
    "creating CloudWatch Logs Log Group (/events): Later: later",
  );

  expect(await callsOf(stack.up(program))).toEqual(["update log"]);

  expect((await stack.refresh()).summary).toMatchObject({ same: 2, update: 0 });
});

test("an update that failed halfway is reverted if the program is", async () => {
  const program =
    (retentionInDays: number, tags = {}) =>
    () =>
      void log({ retentionInDays, tags });
  await stack.up(program(7));
  harness.cloud.faults.add({
    kind: "refuse",
    call: "logs.TagResource",
    next: 1,
    code: "Later",
    message: "later",
    status: 503,
  });
  await failureOf(stack.up(program(14, { step: "1" })));

  await stack.up(program(7));

  const { logGroups } = await byHand("logs", "DescribeLogGroups", {});
  expect(logGroups).toMatchObject([{ retentionInDays: 7 }]);
});

test("a refresh that cannot read a resource fails with its name", async () => {
  await stack.up(() => void bus("bus"));
  const blind = open({ read: () => Promise.reject(new Error("AccessDenied: no")) });

  expect((await failureOf(blind.refresh())).problems).toMatchObject([{ name: "bus", message: "AccessDenied: no" }]);
});
