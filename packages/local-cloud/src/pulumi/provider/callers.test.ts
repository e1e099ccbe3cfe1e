import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { connectProvider } from "./connect-provider.ts";
import { createProvider } from "./create-provider.ts";
import type { Provider } from "./provider.ts";
import { type ProviderServer, serveProvider } from "./serve-provider.ts";

let cloud: TestCloud;
let server: ProviderServer;
const connected: Provider[] = [];

beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(async () => {
  for (const provider of connected.splice(0)) await provider.close();
  await server.close();
  await cloud.close();
});

/** @param user behind every connection; undefined if the system does not tell */
async function serve(user: number | undefined): Promise<void> {
  server = await serveProvider(createProvider(cloud.account), { userOf: () => user });
}

async function connect(secret?: string): Promise<Provider> {
  const provider = await connectProvider(`127.0.0.1:${server.port}`, secret === undefined ? {} : { secret });
  connected.push(provider);
  return provider;
}

const bus = { urn: "urn:pulumi:s::p::aws:cloudwatch/eventBus:EventBus::bus", name: "bus" };
const create = (provider: Provider) =>
  provider.create({ ...bus, type: "aws:cloudwatch/eventBus:EventBus", properties: { name: "b" }, preview: false });

const own = process.getuid?.() ?? 1000;
const other = own + 1;
const refused = "this provider only serves the user who started the local cloud";

test("serves the user who started it", async () => {
  await serve(own);

  expect(await create(await connect())).toMatchObject({ id: "b" });
});

test("refuses another user, even one who has read its configuration", async () => {
  await serve(other);
  const provider = await connect();

  await expect(create(provider)).rejects.toThrow(refused);
  await expect(provider.configure({ region: "us-east-1" })).rejects.toThrow(refused);
  await expect(provider.invoke({ token: "aws:index/getCallerIdentity:getCallerIdentity", args: {} })).rejects.toThrow(
    refused,
  );
  expect(await cloud.account.call({ service: "events", operation: "ListEventBuses", input: {}, principal })).toEqual({
    EventBuses: [expect.objectContaining({ Name: "default" })],
  });
});

const principal = { kind: "account", accountId: "000000000000" } as const;

test("serves whoever sends the account's secret", async () => {
  await serve(undefined);

  expect(await create(await connect(cloud.credentials.secretAccessKey))).toMatchObject({ id: "b" });
  await expect(create(await connect("wrong"))).rejects.toThrow(refused);
});

test("where the system does not tell the user, serves the connection that was configured with the secret", async () => {
  await serve(undefined);
  const [cli, stranger] = [await connect(), await connectApart()];

  await expect(create(cli)).rejects.toThrow(refused);
  await cli.configure({ secretKey: cloud.credentials.secretAccessKey });

  expect(await create(cli)).toMatchObject({ id: "b" });
  await expect(create(stranger)).rejects.toThrow(refused);
});

/** gRPC clients of one process share a connection unless their options differ. */
async function connectApart(): Promise<Provider> {
  const provider = await connectProvider(`localhost:${server.port}`);
  connected.push(provider);
  return provider;
}

test("says who it is to everyone, as Pulumi asks that first", async () => {
  await serve(other);

  expect((await connect()).version).toMatch(/^7\./);
});
