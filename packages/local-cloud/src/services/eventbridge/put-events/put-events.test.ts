import { CreateEventBusCommand, EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { accountId, bodiesIn, entry, makeQueue, makeRule, messagesIn, put, region } from "../test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

async function delivered(name = "inbox") {
  await cloud.clock.settle();
  return (await bodiesIn(cloud, name)).map((body) => JSON.parse(body));
}

describe('PutEvents delivers the envelope of "Event structure"', () => {
  test("with the members that AWS adds", async () => {
    await makeRule(cloud, { targets: [{ Id: "inbox", Arn: await makeQueue(cloud, "inbox") }] });

    const { Entries } = await put(cloud, entry({ Resources: ["arn:aws:s3:::shop"] }));

    expect(await delivered()).toEqual([
      {
        version: "0",
        id: Entries![0]!.EventId,
        "detail-type": "OrderPlaced",
        source: "shop",
        account: accountId,
        time: "2026-01-01T12:00:00Z",
        region,
        resources: ["arn:aws:s3:::shop"],
        detail: { orderId: "o-1" },
      },
    ]);
  });

  test("with the entry's own time, truncated to the second", async () => {
    await makeRule(cloud, { targets: [{ Id: "inbox", Arn: await makeQueue(cloud, "inbox") }] });

    await put(cloud, entry({ Time: new Date("2025-05-05T05:05:05.678Z") }));

    expect((await delivered())[0].time).toBe("2025-05-05T05:05:05Z");
  });

  test("with the trace header as a system attribute of the message", async () => {
    await makeRule(cloud, { targets: [{ Id: "inbox", Arn: await makeQueue(cloud, "inbox") }] });

    await put(cloud, entry({ TraceHeader: "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1" }));
    await cloud.clock.settle();

    const [message] = await messagesIn(cloud, "inbox");
    expect(message?.Attributes?.AWSTraceHeader).toBe("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1");
    expect(message?.Body).not.toContain("Root=");
  });
});

describe("PutEvents has one result per entry, in the order of the entries", () => {
  test.each([
    [
      "no source",
      { Source: undefined },
      "InvalidArgument",
      "Parameter Source is not valid. Reason: Source is a required argument.",
    ],
    [
      "no detail type",
      { DetailType: undefined },
      "InvalidArgument",
      "Parameter DetailType is not valid. Reason: DetailType is a required argument.",
    ],
    [
      "no detail",
      { Detail: undefined },
      "InvalidArgument",
      "Parameter Detail is not valid. Reason: Detail is a required argument.",
    ],
    ["broken JSON", { Detail: "{" }, "MalformedDetail", "Detail is malformed."],
    ["a list as detail", { Detail: "[]" }, "MalformedDetail", "Detail is malformed."],
    ["a string as detail", { Detail: '"o-1"' }, "MalformedDetail", "Detail is malformed."],
    [
      "a source reserved for AWS",
      { Source: "aws.s3" },
      "NotAuthorizedForSourceException",
      "Not authorized for the source.",
    ],
    [
      "a detail type of 129 characters",
      { DetailType: "x".repeat(129) },
      "InvalidArgument",
      "Parameter DetailType is not valid. Reason: DetailType is longer than 128 characters.",
    ],
  ])("%s fails only that entry", async (_case, changes, ErrorCode, ErrorMessage) => {
    const { FailedEntryCount, Entries, $metadata } = await put(cloud, entry(), entry(changes), entry());

    expect($metadata.httpStatusCode).toBe(200);
    expect(FailedEntryCount).toBe(1);
    expect(Entries).toEqual([
      { EventId: expect.any(String) },
      { ErrorCode, ErrorMessage },
      { EventId: expect.any(String) },
    ]);
  });

  test("accepts sources that only resemble AWS's", async () => {
    const { FailedEntryCount } = await put(
      cloud,
      entry({ Source: "aws-shop" }),
      entry({ Source: "aircraft.aws.booking" }),
    );

    expect(FailedEntryCount).toBe(0);
  });

  test("accepts and drops an event for a bus that does not exist", async () => {
    await makeRule(cloud, { targets: [{ Id: "inbox", Arn: await makeQueue(cloud, "inbox") }] });

    const { FailedEntryCount, Entries } = await put(cloud, entry({ EventBusName: "nowhere" }));

    expect(FailedEntryCount).toBe(0);
    expect(Entries![0]!.EventId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await delivered()).toEqual([]);
  });

  test("puts an event on the bus that its name or ARN identifies, and on no other", async () => {
    await cloud.events.send(new CreateEventBusCommand({ Name: "orders" }));
    await makeRule(cloud, { bus: "orders", targets: [{ Id: "inbox", Arn: await makeQueue(cloud, "inbox") }] });

    await put(
      cloud,
      entry({ EventBusName: "orders", DetailType: "ByName" }),
      entry({ EventBusName: `arn:aws:events:${region}:${accountId}:event-bus/orders`, DetailType: "ByArn" }),
      entry({ DetailType: "OnDefault" }),
    );

    expect((await delivered()).map((event) => event["detail-type"]).sort()).toEqual(["ByArn", "ByName"]);
  });
});

describe("PutEvents refuses a call outside its limits", () => {
  test("no entries", async () => {
    await expect(cloud.events.send(new PutEventsCommand({ Entries: [] }))).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining(
        "'entries' failed to satisfy constraint: Member must have length greater than or equal to 1",
      ),
    });
  });

  test("eleven entries, but not ten", async () => {
    await expect(put(cloud, ...Array.from({ length: 10 }, () => entry()))).resolves.toMatchObject({
      FailedEntryCount: 0,
    });
    await expect(put(cloud, ...Array.from({ length: 11 }, () => entry()))).rejects.toMatchObject({
      message: expect.stringContaining("Member must have length less than or equal to 10"),
    });
  });

  // The text that was recorded from AWS for eleven entries.
  test("eleven entries, which the message prints as AWS prints them", async () => {
    const Time = new Date("2026-01-01T12:00:00Z");
    const others = Array.from({ length: 10 }, () => entry({ Time, Resources: ["arn:one", "arn:two"] }));
    const call = put(cloud, entry({ EventBusName: "orders" }), ...others);

    const first =
      'PutEventsRequestEntry(time=null, source=shop, resources=null, detailType=OrderPlaced, detail={"orderId":"o-1"}, ' +
      "eventBusName=orders, traceHeader=null, kmsKeyIdentifier=null, internalMetadata=null)";
    const other = first
      .replace("time=null", "time=Thu Jan 01 12:00:00 UTC 2026")
      .replace("resources=null", "resources=[arn:one, arn:two]")
      .replace("eventBusName=orders", "eventBusName=null");
    await expect(call).rejects.toMatchObject({
      name: "ValidationException",
      message: `1 validation error detected: Value '[${[first, ...others.map(() => other)].join(", ")}]' at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10`,
    });
  });

  // "Calculating PutEvents event entry size": 14 bytes for Time, UTF-8 bytes for the rest.
  test("one byte over 1 MB in all entries together", async () => {
    const limit = 1_048_576;
    const frame = { Source: "shop", DetailType: "é", Time: new Date(), Resources: ["ab"] };
    const fixed = 2 * (4 + 2 + 14 + 2 + '{"a":""}'.length);
    const detail = (length: number) => JSON.stringify({ a: "x".repeat(length) });
    const half = Math.floor((limit - fixed) / 2);
    const fits = [half, limit - fixed - half].map((length) => ({ ...frame, Detail: detail(length) }));
    const over = [half, limit - fixed - half + 1].map((length) => ({ ...frame, Detail: detail(length) }));

    await expect(put(cloud, ...fits)).resolves.toMatchObject({ FailedEntryCount: 0 });
    await expect(put(cloud, ...over)).rejects.toMatchObject({
      name: "ValidationException",
      message: "Total size of the entries in the request is over the limit.",
    });
  });
});

describe("PutEvents checks access per entry", () => {
  async function clientWith(statement: object | undefined): Promise<EventBridgeClient> {
    const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
    await cloud.iam.send(new CreateRoleCommand({ RoleName: "payment", AssumeRolePolicyDocument }));
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    if (statement)
      await cloud.iam.send(new PutRolePolicyCommand({ RoleName: "payment", PolicyName: "own", PolicyDocument }));
    const session = { kind: "role", accountId, roleName: "payment", sessionName: "payment" } as const;
    return cloud.clientFor(EventBridgeClient, cloud.account.credentialsFor(session));
  }
  const onDefault = {
    Effect: "Allow",
    Action: "events:PutEvents",
    Resource: `arn:aws:events:${region}:${accountId}:event-bus/default`,
  };

  test("refuses the call of a caller without any permission", async () => {
    const client = await clientWith(undefined);

    await expect(client.send(new PutEventsCommand({ Entries: [entry()] }))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringMatching(
        /payment.*is not authorized to perform: events:PutEvents on resource: .*event-bus\/default/,
      ),
    });
  });

  test("refuses the call of a caller with permission on another bus", async () => {
    const client = await clientWith({ ...onDefault, Resource: onDefault.Resource.replace("default", "other") });

    await expect(client.send(new PutEventsCommand({ Entries: [entry()] }))).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
  });

  test("fails only the entry whose source the policy's condition does not allow", async () => {
    const client = await clientWith({ ...onDefault, Condition: { StringEquals: { "events:source": "shop" } } });

    const { FailedEntryCount, Entries } = await client.send(
      new PutEventsCommand({ Entries: [entry({ Source: "ticket" }), entry()] }),
    );

    expect(FailedEntryCount).toBe(1);
    expect(Entries).toEqual([
      expect.objectContaining({ ErrorCode: "NotAuthorizedForSourceException" }),
      { EventId: expect.any(String) },
    ]);
  });

  test("fails only the entries whose detail type or source the policy's condition does not allow", async () => {
    const Condition = { StringEquals: { "events:source": "shop", "events:detail-type": "OrderPlaced" } };
    const client = await clientWith({ ...onDefault, Condition });

    const { Entries } = await client.send(
      new PutEventsCommand({
        Entries: [
          entry(),
          entry({ DetailType: "TicketIssued" }),
          entry({ Source: "ticket", DetailType: "TicketIssued" }),
        ],
      }),
    );

    expect(Entries).toEqual([
      { EventId: expect.any(String) },
      expect.objectContaining({ ErrorCode: "NotAuthorizedForDetailTypeException" }),
      expect.objectContaining({ ErrorCode: "NotAuthorizedForSourceException" }),
    ]);
  });

  test("accepts no entry of a refused call", async () => {
    await makeRule(cloud, { targets: [{ Id: "inbox", Arn: await makeQueue(cloud, "inbox") }] });
    const client = await clientWith(onDefault);

    const call = client.send(new PutEventsCommand({ Entries: [entry(), entry({ EventBusName: "other" })] }));

    await expect(call).rejects.toMatchObject({ name: "AccessDeniedException" });
    expect(await delivered()).toEqual([]);
  });
});
