//#region start
import { readFile } from "node:fs/promises";
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import {
  AddPermissionCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { createFunction, startTestCloud } from "@event-choreography/local-cloud/testing";

const cloud = await startTestCloud(); // in memory, with virtual time and AWS SDK clients
//#endregion

//#region deploy
const bundle = await readFile(new URL("ship-order.mjs", import.meta.url), "utf8");
const shipOrder = await createFunction(cloud, "ship-order", bundle);
const { RuleArn } = await cloud.events.send(
  new PutRuleCommand({ Name: "OrderPlaced", EventPattern: JSON.stringify({ source: ["shop"] }) }),
);
const permission = {
  FunctionName: "ship-order",
  StatementId: "OrderPlaced",
  Principal: "events.amazonaws.com",
  Action: "lambda:InvokeFunction",
  SourceArn: RuleArn,
};
await cloud.lambda.send(new AddPermissionCommand(permission));
const undelivered = await createQueue("undelivered");
await cloud.events.send(
  new PutTargetsCommand({
    Rule: "OrderPlaced",
    Targets: [{ Id: "ship-order", Arn: shipOrder, DeadLetterConfig: { Arn: undelivered.arn } }],
  }),
);
//#endregion

//#region send
await placeOrder({ orderId: "1", address: "12 Main Street" });
await cloud.clock.settle(); // runs everything that is due within a day, retries included
console.log(await linesOf("ship-order")); // [ "Shipping 1 to 12 Main Street" ]
//#endregion

//#region deny
await cloud.lambda.send(new RemovePermissionCommand({ FunctionName: "ship-order", StatementId: "OrderPlaced" }));
await placeOrder({ orderId: "2", address: "3 Station Road" });
await cloud.clock.settle();
console.log(await causesIn(undelivered)); // [ "NO_PERMISSIONS" ]
//#endregion

//#region jump
await cloud.lambda.send(new AddPermissionCommand(permission));
const failed = await createQueue("failed");
await cloud.lambda.send(
  new PutFunctionEventInvokeConfigCommand({
    FunctionName: "ship-order",
    DestinationConfig: { OnFailure: { Destination: failed.arn } },
  }),
);
await placeOrder({ orderId: "3" }); // no address: the handler throws
await cloud.clock.advance(60 * 60 * 1000); // an hour: the function's two retries are over
const [failure] = await receive(failed);
console.log(JSON.parse(failure?.Body ?? "{}").requestContext.approximateInvokeCount); // 3
//#endregion

await cloud.close();

//#region helpers
/** @param {{ orderId: string; address?: string }} order */
async function placeOrder(order) {
  const entry = { Source: "shop", DetailType: "OrderPlaced", Detail: JSON.stringify(order) };
  await cloud.events.send(new PutEventsCommand({ Entries: [entry] }));
}

/** A queue that EventBridge may send to. @param {string} name */
async function createQueue(name) {
  const arn = `arn:aws:sqs:${cloud.account.region}:${cloud.account.id}:${name}`;
  const statement = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage" };
  const policy = { Version: "2012-10-17", Statement: [{ ...statement, Resource: arn }] };
  const Attributes = { Policy: JSON.stringify(policy) };
  const { QueueUrl } = await cloud.sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  return { arn, url: QueueUrl };
}

/** @param {{ url: string | undefined }} queue */
async function receive({ url }) {
  const { Messages } = await cloud.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
  );
  return Messages ?? [];
}

/** Why EventBridge could not deliver. @param {{ url: string | undefined }} queue */
async function causesIn(queue) {
  return (await receive(queue)).map(({ MessageAttributes }) => MessageAttributes?.ERROR_CODE?.StringValue);
}

/** What a function logged. @param {string} name */
async function linesOf(name) {
  const { FilterLogEventsCommand } = await import("@aws-sdk/client-cloudwatch-logs");
  const { events } = await cloud.logs.send(
    new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}`, filterPattern: '"Shipping"' }),
  );
  return events?.map(({ message }) => message?.trim().split("\t").at(-1));
}
//#endregion
