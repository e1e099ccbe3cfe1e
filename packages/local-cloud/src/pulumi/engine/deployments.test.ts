import { existsSync } from "node:fs";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { connectProvider } from "../provider/connect-provider.ts";
import { serveProvider } from "../provider/serve-provider.ts";
import { renderPlan } from "./render-plan.ts";
import { bookingProgram, failureOf, operationsOf, useStackHarness } from "./test-support.ts";

const harness = useStackHarness();

test("creates the resources in the order of the program, and returns its outputs", async () => {
  const stack = harness.open();

  const deployed = await stack.up(bookingProgram());

  expect(deployed.resources.map(({ op, name }) => `${op} ${name}`)).toEqual([
    "create aircraft-booking-local",
    "create bus",
    "create log",
    "create rule",
  ]);
  expect(deployed.outputs).toEqual({ busArn: "arn:aws:events:us-east-1:000000000000:event-bus/AircraftBookingBus" });
  expect(stack.outputs).toEqual(deployed.outputs);
});

test("changes nothing for the same program, also in a later process", async () => {
  await harness.open().up(bookingProgram());

  const again = await harness.open().up(bookingProgram());

  expect(again.summary).toMatchObject({ same: 4, create: 0, update: 0, replace: 0, delete: 0 });
});

test("previews a deployment without changing anything", async () => {
  const stack = harness.open();

  const planned = await stack.preview(bookingProgram());

  expect(planned.summary.create).toBe(4);
  expect(planned.outputs).toEqual({ busArn: "[unknown]" });
  expect(stack.resources).toEqual([]);
  expect(existsSync(harness.stateFile)).toBe(false);
  expect((await stack.up(bookingProgram())).summary.create).toBe(4);
});

test("updates a changed property, and shows its path, old and new value", async () => {
  const stack = harness.open();
  await stack.up(bookingProgram());
  const changed = bookingProgram({ retention: 14 });

  const planned = await stack.preview(changed);

  const log = planned.resources.find(({ name }) => name === "log");
  expect(log).toMatchObject({ op: "update", diffs: [{ path: "retentionInDays", old: 7, new: 14, replaces: false }] });
  expect((await stack.up(changed)).resources).toEqual(planned.resources);
  expect((await stack.preview(changed)).summary.same).toBe(4);
});

test("replaces a renamed resource, and first deletes dependents that keep their name", async () => {
  const stack = harness.open();
  await stack.up(bookingProgram());
  const events: string[] = [];

  const replaced = await stack.up(bookingProgram({ bus: "OtherBus" }), {
    onEvent: (event) =>
      event.kind === "resource" && event.phase === "begin" && events.push(`${event.op} ${event.name}`),
  });

  expect(operationsOf(replaced)).toEqual({
    "aircraft-booking-local": "same",
    bus: "replace",
    log: "same",
    rule: "replace",
  });
  expect(events).toEqual(["replace bus", "delete rule", "replace rule", "delete bus"]);
  expect(stack.resources.filter(({ urn }) => urn.endsWith("::bus"))).toHaveLength(1);
  const { EventBuses } = await harness.byHand("events", "ListEventBuses", {});
  expect((EventBuses as Array<{ Name: string }>).map(({ Name }) => Name)).not.toContain("AircraftBookingBus");
});

test("deletes a resource that the program no longer has", async () => {
  const stack = harness.open();
  await stack.up(bookingProgram());

  const deployed = await stack.up(bookingProgram({ rule: false }));

  expect(operationsOf(deployed)).toMatchObject({ rule: "delete", bus: "same" });
  expect(stack.resources.some(({ urn }) => urn.endsWith("::rule"))).toBe(false);
});

test("destroys everything, dependents first", async () => {
  const stack = harness.open();
  await stack.up(bookingProgram());

  const destroyed = await stack.destroy();

  expect(destroyed.summary.delete).toBe(4);
  const order = destroyed.resources.map(({ name }) => name);
  expect(order.indexOf("rule")).toBeLessThan(order.indexOf("bus"));
  expect(stack.resources).toEqual([]);
  expect(stack.outputs).toEqual({});
  expect((await stack.up(bookingProgram())).summary.create).toBe(4);
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

test("puts a component into the URN of its children, and keeps generated names", async () => {
  const stack = harness.open();
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

test("refreshes what was changed and deleted by hand, and the next deployment restores both", async () => {
  const stack = harness.open();
  await stack.up(bookingProgram());
  await harness.byHand("logs", "PutRetentionPolicy", { logGroupName: "/aws/events/all", retentionInDays: 30 });
  await harness.byHand("events", "DeleteRule", { Name: "BookingCreatedRule", EventBusName: "AircraftBookingBus" });

  const refreshed = await stack.refresh();

  expect(operationsOf(refreshed)).toMatchObject({ bus: "same", log: "update", rule: "delete" });
  expect(refreshed.resources.find(({ name }) => name === "log")!.diffs).toEqual([
    { path: "retentionInDays", replaces: false, old: 7, new: 30 },
  ]);
  expect(operationsOf(await stack.up(bookingProgram()))).toMatchObject({ bus: "same", log: "update", rule: "create" });
});

test("works the same with a provider in another process", async () => {
  const server = await serveProvider(harness.provider);
  const remote = await connectProvider(`127.0.0.1:${server.port}`, { secret: harness.provider.secret! });
  const stack = harness.open({ provider: remote });

  expect((await stack.up(bookingProgram())).summary.create).toBe(4);
  const badPattern = bookingProgram({ pattern: { source: 1 } });
  expect((await failureOf(stack.up(badPattern))).message).toContain("InvalidEventPatternException");
  expect((await stack.destroy()).summary.delete).toBe(4);

  await remote.close();
  await server.close();
});

test("renders a plan as aligned text, in color only on request", async () => {
  const stack = harness.open();
  await stack.up(bookingProgram());
  const planned = await stack.preview(bookingProgram({ retention: 14, bus: "OtherBus", rule: false }));

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
