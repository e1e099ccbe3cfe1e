import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import {
  connectProvider,
  createProvider,
  type DeploymentError,
  type DeploymentEvent,
  openStack,
  type Provider,
  renderPlan,
  type Stack,
  serveProvider,
} from "../index.ts";

let cloud: TestCloud;
let provider: Provider;
let folder: string;

beforeEach(async () => {
  cloud = await startTestCloud();
  provider = createProvider(cloud.account);
  folder = mkdtempSync(join(tmpdir(), "stack-"));
});
afterEach(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

const stateFile = () => join(folder, "stack.json");
const open = (over: Partial<Parameters<typeof openStack>[0]> = {}): Stack =>
  openStack({ provider, project: "aircraft-booking", stack: "local", stateFile: stateFile(), ...over });

const ops = (deployed: { resources: Array<{ name: string; op: string }> }) =>
  Object.fromEntries(deployed.resources.map(({ name, op }) => [name, op]));

async function failure(deployment: Promise<unknown>): Promise<DeploymentError> {
  return deployment.then(
    () => expect.fail("the deployment should have failed"),
    (error: DeploymentError) => error,
  );
}

/** A bus, a rule on it, and a log group; each part can be left out or changed. */
function program(over: { bus?: string; retention?: number; rule?: boolean; pattern?: object } = {}) {
  return () => {
    const bus = new aws.cloudwatch.EventBus("bus", { name: over.bus ?? "AircraftBookingBus" });
    new aws.cloudwatch.LogGroup("log", { name: "/aws/events/all", retentionInDays: over.retention ?? 7 });
    if (over.rule !== false) {
      new aws.cloudwatch.EventRule("rule", {
        name: "BookingCreatedRule",
        eventBusName: bus.name,
        eventPattern: JSON.stringify(over.pattern ?? { source: ["aircraft.booking"] }),
      });
    }
    return { busArn: bus.arn };
  };
}

test("a new stack is made, in the order of the program, and gives its outputs", async () => {
  const stack = open();

  const deployed = await stack.up(program());

  expect(deployed.resources.map(({ op, name }) => `${op} ${name}`)).toEqual([
    "create aircraft-booking-local",
    "create bus",
    "create log",
    "create rule",
  ]);
  expect(deployed.outputs).toEqual({ busArn: "arn:aws:events:us-east-1:000000000000:event-bus/AircraftBookingBus" });
  expect(stack.outputs).toEqual(deployed.outputs);
});

test("the same program again changes nothing, in a later process too", async () => {
  await open().up(program());

  const again = await open().up(program());

  expect(again.summary).toMatchObject({ same: 4, create: 0, update: 0, replace: 0, delete: 0 });
});

test("a preview says what a deployment would do, does nothing, and takes what is unknown as it comes", async () => {
  const stack = open();

  const planned = await stack.preview(program());

  expect(planned.summary.create).toBe(4);
  expect(planned.outputs).toEqual({ busArn: "[unknown]" });
  expect(stack.resources).toEqual([]);
  expect(existsSync(stateFile())).toBe(false);
  expect((await stack.up(program())).summary.create).toBe(4);
});

test("a changed property updates, with its path, old and new", async () => {
  const stack = open();
  await stack.up(program());
  const changed = program({ retention: 14 });

  const planned = await stack.preview(changed);

  const log = planned.resources.find(({ name }) => name === "log");
  expect(log).toMatchObject({ op: "update", diffs: [{ path: "retentionInDays", old: 7, new: 14, replaces: false }] });
  expect((await stack.up(changed)).resources).toEqual(planned.resources);
  expect((await stack.preview(changed)).summary.same).toBe(4);
});

test("a new name replaces, and what hangs on it by the name it keeps is deleted first", async () => {
  const stack = open();
  await stack.up(program());
  const events: string[] = [];

  const replaced = await stack.up(program({ bus: "OtherBus" }), {
    onEvent: (event) =>
      event.kind === "resource" && event.phase === "begin" && events.push(`${event.op} ${event.name}`),
  });

  expect(ops(replaced)).toEqual({ "aircraft-booking-local": "same", bus: "replace", log: "same", rule: "replace" });
  expect(events).toEqual(["replace bus", "delete rule", "replace rule", "delete bus"]);
  expect(stack.resources.filter(({ urn }) => urn.endsWith("::bus"))).toHaveLength(1);
  const found = await cloud.account.call<{ EventBuses: Array<{ Name: string }> }>({
    service: "events",
    operation: "ListEventBuses",
    input: {},
    principal: { kind: "account", accountId: cloud.account.id },
  });
  expect(found.EventBuses.map(({ Name }) => Name)).not.toContain("AircraftBookingBus");
});

test("what the program does not make any more is deleted", async () => {
  const stack = open();
  await stack.up(program());

  const deployed = await stack.up(program({ rule: false }));

  expect(ops(deployed)).toMatchObject({ rule: "delete", bus: "same" });
  expect(stack.resources.some(({ urn }) => urn.endsWith("::rule"))).toBe(false);
});

test("destroy leaves nothing, dependents going first", async () => {
  const stack = open();
  await stack.up(program());

  const destroyed = await stack.destroy();

  expect(destroyed.summary.delete).toBe(4);
  const order = destroyed.resources.map(({ name }) => name);
  expect(order.indexOf("rule")).toBeLessThan(order.indexOf("bus"));
  expect(stack.resources).toEqual([]);
  expect(stack.outputs).toEqual({});
  expect((await stack.up(program())).summary.create).toBe(4);
});

test("the first error stops it, with the resource, its line and AWS's message; the next deployment goes on from there", async () => {
  const stack = open();
  await stack.up(() => void new aws.cloudwatch.EventBus("bus", { name: "AircraftBookingBus" }));
  const broken = program({ pattern: { source: "not a list" } });

  const error = await failure(stack.up(broken));

  expect(error.problems).toHaveLength(1);
  expect(error.problems[0]).toMatchObject({ name: "rule", type: "aws:cloudwatch/eventRule:EventRule" });
  expect(error.problems[0]!.message).toMatch(
    /^creating EventBridge Rule \(BookingCreatedRule\): InvalidEventPatternException: /,
  );
  expect(error.problems[0]!.source).toMatchObject({ file: import.meta.filename, line: expect.any(Number) });
  expect(error.problems[0]!.source!.display).toMatch(/engine\.test\.ts:\d+:\d+$/);
  expect(ops(await stack.up(program()))).toMatchObject({ bus: "same", rule: "create" });
});

test("an input that the provider refuses is named by its path, with what is allowed", async () => {
  const error = await failure(open().up(program({ retention: 8 })));

  expect(error.message).toContain("property retentionInDays value {8} has a problem: expected one of 0, 1, 3, 5, 7");
});

test("an unsupported resource type is refused by name", async () => {
  const error = await failure(open().up(() => void new aws.s3.Bucket("bucket")));

  expect(error.message).toContain("aws:s3/bucket:Bucket is not supported by the local cloud; it supports");
});

test("an unsupported property is refused by name", async () => {
  const made = () =>
    void new aws.dynamodb.Table("t", { hashKey: "id", attributes: [{ name: "id", type: "S" }], streamEnabled: true });

  expect((await failure(open().up(made))).message).toContain(
    "property streamEnabled value {true} has a problem: is not supported",
  );
});

test("a deployment that was killed after a create, before its answer, does not make it twice", async () => {
  const stack = open();
  const killed: Provider = {
    ...provider,
    async create(request) {
      const created = await provider.create(request);
      if (request.name === "rule") throw new Killed();
      return created;
    },
  };
  await killedDeployment(killed, program());

  const deployed = await stack.up(program());

  expect(ops(deployed)).toEqual({ "aircraft-booking-local": "same", bus: "same", log: "same", rule: "same" });
});

test("a deployment that was killed before a create makes it", async () => {
  const killed: Provider = {
    ...provider,
    create: (request) => (request.name === "rule" ? Promise.reject(new Killed()) : provider.create(request)),
  };
  await killedDeployment(killed, program());

  expect(ops(await open().up(program()))).toMatchObject({ bus: "same", rule: "create" });
});

class Killed extends Error {}

/** Runs a deployment, and puts back the state file as it was when its provider raised `Killed`. */
async function killedDeployment(dying: Provider, deployed: () => unknown): Promise<void> {
  let left = "";
  const watching: Provider = {
    ...dying,
    create: (request) =>
      dying.create(request).catch((error: unknown) => {
        left = readFileSync(stateFile(), "utf8");
        throw error;
      }),
  };
  await failure(open({ provider: watching }).up(deployed));
  expect(JSON.parse(left).pending).toMatchObject([{ kind: "create" }]);
  writeFileSync(stateFile(), left);
}

test("secrets stay secret: encrypted in the state, hidden in plan and outputs, plain for AWS", async () => {
  const stack = open();
  const made = (description: string) => () => {
    const bus = new aws.cloudwatch.EventBus("bus", { name: "B", description: pulumi.secret(description) });
    return { description: bus.description, name: bus.name };
  };
  await stack.up(made("s3cret"));

  const changed = await stack.up(made("hidden"));

  const { Description } = await cloud.account.call<{ Description: string }>({
    service: "events",
    operation: "DescribeEventBus",
    input: { Name: "B" },
    principal: { kind: "account", accountId: cloud.account.id },
  });
  expect(Description).toBe("hidden");
  expect(changed.resources.find(({ name }) => name === "bus")!.diffs).toEqual([
    { path: "description", replaces: false, old: "[secret]", new: "[secret]" },
  ]);
  expect(changed.outputs).toEqual({ description: "[secret]", name: "B" });
  expect(readFileSync(stateFile(), "utf8")).not.toMatch(/s3cret|hidden/);
  expect(renderPlan(changed)).not.toMatch(/s3cret|hidden/);
  expect((await open().preview(made("hidden"))).summary.same).toBe(2);
});

test("a secret setting is secret wherever it goes", async () => {
  const stack = open();
  const deployed = await stack.up(
    () => {
      const config = new pulumi.Config();
      return { plain: config.require("greeting"), token: config.requireSecret("token"), n: config.requireNumber("n") };
    },
    { config: { greeting: "hello", token: { secret: "s3cret" }, n: 3 } },
  );

  expect(deployed.outputs).toEqual({ plain: "hello", token: "[secret]", n: 3 });
});

class Service extends pulumi.ComponentResource {
  readonly queueUrl: pulumi.Output<string>;
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("workshop:infra:Service", name, {}, opts);
    const queue = new aws.sqs.Queue(`${name}-queue`, {}, { parent: this });
    this.queueUrl = queue.url;
    this.registerOutputs({ queueUrl: queue.url });
  }
}

test("a component's children have it in their URN, and a generated name lasts", async () => {
  const stack = open();
  await stack.up(() => void new Service("payment"));

  await stack.up(() => void new Service("payment"));

  const queue = stack.resources.find(({ type }) => type === "aws:sqs/queue:Queue")!;
  expect(queue.urn).toBe(
    "urn:pulumi:local::aircraft-booking::workshop:infra:Service$aws:sqs/queue:Queue::payment-queue",
  );
  expect(queue.inputs.name).toMatch(/^payment-queue-[0-9a-f]{7}$/);
  expect(stack.resources.find(({ type }) => type === "workshop:infra:Service")!.outputs).toEqual({
    queueUrl: queue.id,
  });
});

test("an alias keeps what is only called otherwise now", async () => {
  const stack = open();
  await stack.up(() => void new aws.cloudwatch.EventBus("old", { name: "B" }));

  const deployed = await stack.up(
    () => void new aws.cloudwatch.EventBus("new", { name: "B" }, { aliases: [{ name: "old" }] }),
  );

  expect(ops(deployed)).toEqual({ "aircraft-booking-local": "same", new: "same" });
});

test("ignored changes are not made", async () => {
  const stack = open();
  await stack.up(program());

  const deployed = await stack.up(
    () =>
      void new aws.cloudwatch.LogGroup(
        "log",
        { name: "/aws/events/all", retentionInDays: 30 },
        { ignoreChanges: ["retentionInDays"] },
      ),
  );

  expect(ops(deployed)).toMatchObject({ log: "same" });
});

test("what is protected is neither deleted nor replaced", async () => {
  const stack = open();
  await stack.up(() => void new aws.cloudwatch.EventBus("bus", { name: "B" }, { protect: true }));

  expect((await failure(stack.destroy())).message).toContain("cannot delete bus, which is protected");
  expect((await failure(stack.up(() => {}))).message).toContain("cannot delete bus, which is protected");
  expect(stack.resources.some(({ urn }) => urn.endsWith("::bus"))).toBe(true);
});

test("what is to be retained leaves the stack and stays in the account", async () => {
  const stack = open();
  await stack.up(() => void new aws.cloudwatch.EventBus("bus", { name: "B" }, { retainOnDelete: true }));

  await stack.destroy();

  expect(stack.resources).toEqual([]);
  expect((await failure(stack.up(() => void new aws.cloudwatch.EventBus("bus", { name: "B" })))).message).toContain(
    "ResourceAlreadyExistsException",
  );
});

test("a resource that is somebody else's can be read, and is not deleted", async () => {
  await open({ stateFile: join(folder, "other.json") }).up(program());
  const stack = open();

  const deployed = await stack.up(() => ({ arn: aws.cloudwatch.EventBus.get("theirs", "AircraftBookingBus").arn }));
  await stack.destroy();

  expect(deployed.outputs.arn).toBe("arn:aws:events:us-east-1:000000000000:event-bus/AircraftBookingBus");
  expect((await open({ stateFile: join(folder, "other.json") }).refresh()).summary).toMatchObject({
    same: 4,
    delete: 0,
  });
});

test("refresh finds what was changed and what was deleted by hand, and the next deployment mends both", async () => {
  const stack = open();
  await stack.up(program());
  const call = (service: "events" | "logs", operation: string, input: object) =>
    cloud.account.call({ service, operation, input, principal: { kind: "account", accountId: cloud.account.id } });
  await call("logs", "PutRetentionPolicy", { logGroupName: "/aws/events/all", retentionInDays: 30 });
  await call("events", "DeleteRule", { Name: "BookingCreatedRule", EventBusName: "AircraftBookingBus" });

  const refreshed = await stack.refresh();

  expect(ops(refreshed)).toMatchObject({ bus: "same", log: "update", rule: "delete" });
  expect(refreshed.resources.find(({ name }) => name === "log")!.diffs).toEqual([
    { path: "retentionInDays", replaces: false, old: 7, new: 30 },
  ]);
  expect(ops(await stack.up(program()))).toMatchObject({ bus: "same", log: "update", rule: "create" });
});

test("an explicit provider that does not allow this account is refused", async () => {
  const made = (accountId: string) => () => {
    const local = new aws.Provider("local", { region: "us-east-1", allowedAccountIds: [accountId] });
    new aws.cloudwatch.EventBus("bus", { name: "B" }, { provider: local });
  };

  expect((await failure(open().up(made("111111111111")))).message).toContain(
    "AWS account ID not allowed: 000000000000",
  );
  expect(ops(await open().up(made("000000000000")))).toMatchObject({ local: "create", bus: "create" });
});

test("a program that throws is reported by its message and line, without a stack trace", async () => {
  const error = await failure(
    open().up(() => {
      throw new Error("the seats are all taken");
    }),
  );

  expect(error.problems).toEqual([
    { message: "the seats are all taken", source: expect.objectContaining({ file: import.meta.filename }) },
  ]);
  expect(error.message).not.toMatch(/\n\s+at /);
});

test("an error that the program raises for its user is said as it is", async () => {
  const error = await failure(
    open().up(() => {
      throw new pulumi.RunError("the attendee's name may have only letters");
    }),
  );

  expect(error.message).toBe("the attendee's name may have only letters");
});

test("a bad argument names the property", async () => {
  const error = await failure(
    open().up(() => {
      throw new pulumi.InputPropertyError({ propertyPath: "retries", reason: "must be at least 0" });
    }),
  );

  expect(error.message).toMatch(/^retries: must be at least 0 \(/);
});

test("an error in an apply fails the deployment, and only that one", async () => {
  const stack = open();
  const error = await failure(
    stack.up(() => {
      const bus = new aws.cloudwatch.EventBus("bus", { name: "B" });
      new aws.cloudwatch.LogGroup("log", {
        name: bus.arn.apply(() => {
          throw new Error("no name for the log group");
        }),
      });
    }),
  );

  expect(error.message).toContain("no name for the log group");
  expect(ops(await stack.up(() => void new aws.cloudwatch.EventBus("bus", { name: "B" })))).toMatchObject({
    bus: "same",
  });
});

test("what the program logs is passed on; what it logs as an error fails it", async () => {
  const events: DeploymentEvent[] = [];
  const error = await failure(
    open().up(
      async () => {
        await pulumi.log.info("looking around");
        await pulumi.log.error("this is not right");
      },
      { onEvent: (event) => events.push(event) },
    ),
  );

  expect(events).toContainEqual({ kind: "log", severity: "info", message: "looking around" });
  expect(error.message).toBe("this is not right");
});

test("two resources of one name are refused", async () => {
  const error = await failure(
    open().up(() => {
      new aws.cloudwatch.EventBus("bus", { name: "A" });
      new aws.cloudwatch.EventBus("bus", { name: "B" });
    }),
  );

  expect(error.message).toContain("another resource of this type with the name 'bus'");
});

test("a second deployment meanwhile is refused", async () => {
  const stack = open();
  const first = stack.up(program());

  await expect(stack.up(program())).rejects.toThrow("Another deployment of this stack is under way");
  await first;
});

test("a state file that is none, or another stack's, is refused and left alone", async () => {
  writeFileSync(stateFile(), "not JSON");
  expect(() => open()).toThrow("is no stack's state");
  expect(readFileSync(stateFile(), "utf8")).toBe("not JSON");

  rmSync(stateFile());
  await open().up(program());
  expect(() => open({ stack: "other" })).toThrow("is the state of stack local of aircraft-booking, not of other");
});

test("everything works the same through a provider in another process", async () => {
  const server = await serveProvider(provider);
  const remote = await connectProvider(`127.0.0.1:${server.port}`);
  const stack = open({ provider: remote });

  expect((await stack.up(program())).summary.create).toBe(4);
  expect((await failure(stack.up(program({ pattern: { source: 1 } })))).message).toContain(
    "InvalidEventPatternException",
  );
  expect((await stack.destroy()).summary.delete).toBe(4);

  await remote.close();
  await server.close();
});

test("a plan reads as aligned text without colour codes, and takes colour from outside", async () => {
  const stack = open();
  await stack.up(program());
  const planned = await stack.preview(program({ retention: 14, bus: "OtherBus", rule: false }));

  const text = renderPlan(planned);

  expect(text.split("\n")).toEqual([
    "+- aws:cloudwatch:EventBus   bus",
    '     ~ name  "AircraftBookingBus" => "OtherBus"  (replaces)',
    "~  aws:cloudwatch:LogGroup   log",
    "     ~ retentionInDays  7 => 14",
    "-  aws:cloudwatch:EventRule  rule",
    "",
    "1 to update, 1 to replace, 1 to delete, 1 unchanged",
  ]);
  expect(renderPlan(planned, { paint: (line, op) => (op === "delete" ? `<${line}>` : line) })).toContain(
    "<-  aws:cloudwatch:EventRule  rule>",
  );
});
