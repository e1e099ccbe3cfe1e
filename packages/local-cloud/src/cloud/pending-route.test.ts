import {
  CreateEventBusCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { createFunction, invokeLater, startTestCloud } from "../testing/index.ts";

test("lists an event that waits for its next delivery, until it is given up", async () => {
  await using cloud = await startTestCloud();
  await cloud.events.send(new CreateEventBusCommand({ Name: "Bus" }));
  await cloud.events.send(
    new PutRuleCommand({ Name: "All", EventBusName: "Bus", EventPattern: '{"source":["aircraft.booking"]}' }),
  );
  await cloud.sqs.send(new CreateQueueCommand({ QueueName: "Busy" }));
  const Targets = [{ Id: "busy", Arn: "arn:aws:sqs:us-east-1:000000000000:Busy" }];
  await cloud.events.send(new PutTargetsCommand({ Rule: "All", EventBusName: "Bus", Targets }));
  cloud.faults.add({ kind: "throttle", call: "sqs.SendMessage" });
  const Entries = [{ EventBusName: "Bus", Source: "aircraft.booking", DetailType: "Test", Detail: "{}" }];
  await cloud.events.send(new PutEventsCommand({ Entries }));
  await cloud.clock.advance(60_000);

  expect(await pending(cloud.endpoint)).toEqual([expect.stringMatching(/^delivery /)]);

  await cloud.clock.settle(2 * 24 * 60 * 60_000);
  expect(await pending(cloud.endpoint)).toEqual([]);
});

test("lists an event that waits for its function's next run", async () => {
  await using cloud = await startTestCloud();
  await createFunction(cloud, "broken", "export const handler = () => { throw new Error('broken'); };");
  await invokeLater(cloud, "broken");
  await cloud.clock.advance(30_000);

  expect(await pending(cloud.endpoint)).toEqual([expect.stringMatching(/^invocation \d+ of broken$/)]);

  await cloud.clock.settle();
  expect(await pending(cloud.endpoint)).toEqual([]);
});

async function pending(endpoint: string): Promise<string[]> {
  const response = await fetch(`${endpoint}/_local/pending`);
  return ((await response.json()) as { pending: string[] }).pending;
}
