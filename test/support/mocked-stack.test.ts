import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { createContext } from "../../infra/components/context.ts";
import { ServiceFunction } from "../../infra/components/service-function.ts";
import { runMocked, settingsFor } from "./mocked-stack.ts";

test("refuses two resources with the same name", async () => {
  const twice = runMocked(() => {
    new aws.sns.Topic("news");
    new aws.sns.Topic("news");
  });

  await expect(twice).rejects.toThrow('Two resources are called "news" (aws:sns/topic:Topic)');
});

test("waits for resources created in apply", async () => {
  const stack = await runMocked(() => {
    const topic = new aws.sns.Topic("first");
    topic.arn.apply((arn) => {
      const queue = new aws.sqs.Queue("second");
      queue.arn.apply(
        () => new aws.sns.TopicSubscription("third", { topic: arn, protocol: "sqs", endpoint: queue.arn }),
      );
    });
  });

  expect(stack.resources.map(({ name }) => name)).toEqual(["first", "second", "third"]);
});

// What an earlier deployment in this process left open never gets here: see engine/run-owner.ts of the local cloud.
test("reports every error of its own program, whatever it says", async () => {
  const run = runMocked(() => {
    void Promise.reject(new Error("Channel has been shut down"));
    new aws.sns.Topic("news");
  });

  await expect(run).rejects.toThrow("Channel has been shut down");
});

test("generates ARNs with the physical name", async () => {
  const stack = await runMocked(() => ({ arn: new aws.dynamodb.Table("table", table("PaymentTable")).arn }));

  expect(stack.outputs).toEqual({ arn: "arn:aws:dynamodb:us-east-1:000000000000:table/PaymentTable" });
});

test.each([
  ["a template string", (arn: unknown) => `${arn}:*`, "use pulumi.interpolate"],
  ["JSON.stringify", (arn: unknown) => JSON.stringify({ arn }), "use pulumi.jsonStringify"],
])("refuses an Output in %s, and shows the line", async (_, text, fix) => {
  const run = runMocked(() => {
    const { arn } = new aws.sns.Topic("news");
    new aws.sqs.Queue("queue", { name: text(arn) });
  });

  await expect(run).rejects.toThrow(fix);
  await expect(run).rejects.toMatchObject({ stack: expect.stringContaining("mocked-stack.test.ts") });
});

test("refuses a whole resource in JSON", async () => {
  const run = runMocked(() => {
    const topic = new aws.sns.Topic("news");
    new aws.sqs.QueuePolicy("policy", { queueUrl: "a", policy: pulumi.jsonStringify({ Resource: topic }) });
  });

  await expect(run).rejects.toThrow("policy contains a whole resource");
});

test("gives a rule the same ARN, whether it names its bus by name or by ARN", async () => {
  const stack = await runMocked(() => {
    const bus = new aws.cloudwatch.EventBus("bus", { name: "a-bus" });
    const eventPattern = '{ "source": ["shop"] }';
    const rule = (name: string, eventBusName: pulumi.Input<string>) =>
      new aws.cloudwatch.EventRule(name, { name: "Rule", eventBusName, eventPattern });
    return { arns: pulumi.all([rule("one", bus.name).arn, rule("other", bus.arn).arn]) };
  });

  const arn = "arn:aws:events:us-east-1:000000000000:rule/a-bus/Rule";
  expect(stack.outputs).toEqual({ arns: [arn, arn] });
});

test("gives a resource that a program passes as a string by its id, as the provider gets it", async () => {
  const stack = await runMocked(() => {
    const topic = new aws.sns.Topic("news", { name: "news" });
    new aws.sns.TopicSubscription("inbox", { topic, protocol: "sqs", endpoint: "arn:aws:sqs:us-east-1:0:inbox" });
  });

  expect(stack.one("TopicSubscription").inputs.topic).toBe("arn:aws:sns:us-east-1:000000000000:news");
});

test("refuses a provider call without a mock", async () => {
  const calls = runMocked(() => {
    aws.getCallerIdentityOutput();
  });

  await expect(calls).rejects.toThrow("The program calls aws:index/getCallerIdentity:getCallerIdentity");
});

test("refuses a resource without mocked outputs", async () => {
  const unknown = runMocked(() => {
    new aws.kms.Key("key");
  });

  await expect(unknown).rejects.toThrow("Add a line to pulumi-mocks/invented-outputs.ts");
});

test("fails with the error of a rejected input", async () => {
  const broken = runMocked(() => {
    const context = createContext(settingsFor({}), []);
    new ServiceFunction("refund", { context, handler: "services/payment/refnud.ts", environment: {}, allow: [] });
  });

  await expect(broken).rejects.toThrow("Handler services/payment/refnud.ts does not exist");
});

test("lists eight resources at most, so that the error fits on a screen", async () => {
  const stack = await runMocked(() => {
    for (let number = 1; number <= 10; number++) new aws.sns.Topic(`topic-${number}`);
  });

  expect(() => stack.one("Topic")).toThrow(/"topic-8"\n {2}and 2 more$/);
});

test("lists what exists if it does not find a resource", async () => {
  const stack = await runMocked(() => {
    new aws.sns.Topic("news", { name: "News" });
  });

  expect(() => stack.one("Topic", { name: "Nwes" })).toThrow(
    'Expected one Topic with name "Nwes", but the program declares 0. Each Topic that it declares:\n  "news": name is "News"',
  );
});

function table(name: string): aws.dynamodb.TableArgs {
  return { name, hashKey: "id", attributes: [{ name: "id", type: "S" }] };
}
