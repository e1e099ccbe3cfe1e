import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, onTestFinished, test } from "vitest";
import { type Cloud, startCloud } from "./start-cloud.ts";

/** Ten minutes: a test that had to wait for this would fail. */
const drainMs = 600_000;

async function open(cloud: Cloud, text = ""): Promise<Socket> {
  const socket = connect(cloud.port, "127.0.0.1").on("error", () => {});
  await once(socket, "connect");
  socket.write(text);
  onTestFinished(() => void socket.destroy());
  return socket;
}

/** Resolves when the endpoint has read what was sent before on another connection. */
const roundTrip = async (cloud: Cloud) => void (await fetch(`${cloud.endpoint}/_local/pending`)).text();

test.each([
  ["no request", () => ""],
  ["half a line", () => "POST / HT"],
  ["half its headers", (cloud: Cloud) => `POST / HTTP/1.1\r\nHost: 127.0.0.1:${cloud.port}\r\nContent-`],
  [
    "half its body",
    (cloud: Cloud) => `POST / HTTP/1.1\r\nHost: 127.0.0.1:${cloud.port}\r\nContent-Length: 100\r\n\r\n{"a`,
  ],
])("ends at once although a connection has sent %s", async (_, text) => {
  const cloud = await startCloud({ drainMs });
  const socket = await open(cloud, text(cloud));
  await roundTrip(cloud);
  const closed = once(socket, "close");

  await cloud.close();

  await expect(closed).resolves.toBeDefined();
});

test("ends at once although a client waits for a message", async () => {
  let polled = () => {};
  const polling = new Promise<void>((resolve) => {
    polled = resolve;
  });
  const received = ({ "x-amz-target": target }: Record<string, unknown>) =>
    target === "AmazonSQS.ReceiveMessage" && polled();
  const cloud = await startCloud({ drainMs, observer: { received, answered: () => {} } });
  const { endpoint, credentials } = cloud;
  const client = new SQSClient({ endpoint, credentials, region: "us-east-1", maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: "inbox" }));
  const waiting = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  const broken = expect(waiting).rejects.toThrow();
  await polling;

  await cloud.close();

  await broken;
});

test("a request that is half sent does not hold up virtual time", async () => {
  await using cloud = await startCloud({ clock: "virtual", drainMs });
  await open(cloud, `POST / HTTP/1.1\r\nHost: 127.0.0.1:${cloud.port}\r\nContent-Length: 100\r\n\r\n{"a`);
  await roundTrip(cloud);

  await expect(cloud.account.activity.idle()).resolves.toBeUndefined();
});
