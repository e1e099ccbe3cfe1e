import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import type { DeploymentEvent } from "./events.ts";
import { bookingProgram, failureOf, operationsOf, useStackHarness } from "./test-support.ts";

const harness = useStackHarness();

const bus = (name = "B", opts?: pulumi.CustomResourceOptions) => new aws.cloudwatch.EventBus("bus", { name }, opts);

test("stops at the first error, with the resource, its line and AWS's message, and continues next time", async () => {
  const stack = harness.open();
  const program = (source: unknown) => () => {
    const { name } = bus();
    const eventPattern = JSON.stringify({ source });
    new aws.cloudwatch.EventRule("rule", { name: "BookingCreatedRule", eventBusName: name, eventPattern });
  };
  await stack.up(() => void bus());

  const error = await failureOf(stack.up(program("not a list")));

  expect(error.problems).toHaveLength(1);
  expect(error.problems[0]).toMatchObject({ name: "rule", type: "aws:cloudwatch/eventRule:EventRule" });
  expect(error.problems[0]!.message).toMatch(
    /^creating EventBridge Rule \(BookingCreatedRule\): InvalidEventPatternException: /,
  );
  expect(error.problems[0]!.source).toMatchObject({ file: import.meta.filename, line: expect.any(Number) });
  expect(error.problems[0]!.source!.display).toMatch(/failures\.test\.ts:\d+:\d+$/);
  expect(operationsOf(await stack.up(program(["aircraft.booking"])))).toMatchObject({ bus: "same", rule: "create" });
});

test("a program that is still running after the error does no harm when it constructs a resource", async () => {
  let goOn!: () => void;
  const later = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const unhandled: unknown[] = [];
  const listener = (error: unknown) => unhandled.push(error);
  process.on("unhandledRejection", listener);
  const stack = harness.open();

  await failureOf(
    stack.up(async () => {
      new aws.cloudwatch.LogGroup("log", { retentionInDays: 8 });
      await later;
      bus();
    }),
  );
  goOn();
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", listener);

  expect(unhandled).toEqual([]);
  expect(stack.resources.map(({ urn }) => urn.split("::").at(-1))).not.toContain("bus");
});

test("a program that goes on after its error cannot make the next one fail", async () => {
  let goOn!: () => void;
  const later = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const turns = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  const unhandled: unknown[] = [];
  const listener = (error: unknown) => unhandled.push(error);
  process.on("unhandledRejection", listener);
  const stack = harness.open();
  await failureOf(
    stack.up(() => {
      new aws.cloudwatch.LogGroup("log", { retentionInDays: 8 });
      // The program does not wait for these.
      for (const name of ["during the next", "after the next"]) {
        void later.then(turns).then(() => Promise.reject(new Error(`from the first program, ${name}`)));
      }
      void pulumi
        .output(later.then(() => 1))
        .apply(() => Promise.reject(new Error("from the first program, in an apply")));
    }),
  );

  const second = await stack.up(async () => {
    const { arn } = bus();
    goOn();
    await turns();
    await turns();
    return { arn };
  });
  await turns();
  process.off("unhandledRejection", listener);

  expect(operationsOf(second)).toMatchObject({ bus: "create" });
  expect(unhandled).toEqual([]);
});

describe("refuses", () => {
  test("an input, with its path and the allowed values", async () => {
    const error = await failureOf(harness.open().up(bookingProgram({ retention: 8 })));

    expect(error.message).toContain("property retentionInDays value {8} has a problem: expected one of 0, 1, 3, 5, 7");
  });

  test("an unsupported resource type by name", async () => {
    const error = await failureOf(harness.open().up(() => void new aws.s3.Bucket("bucket")));

    expect(error.message).toContain("aws:s3/bucket:Bucket is not supported by the local cloud; it supports");
  });

  test("an unsupported property by name", async () => {
    const attributes = [{ name: "id", type: "S" }];
    const program = () => void new aws.dynamodb.Table("t", { hashKey: "id", attributes, restoreToLatestTime: true });

    expect((await failureOf(harness.open().up(program))).message).toContain(
      "property restoreToLatestTime value {true} has a problem: is not supported",
    );
  });

  test("two resources of the same type and name", async () => {
    const error = await failureOf(
      harness.open().up(() => {
        bus("A");
        bus("B");
      }),
    );

    expect(error.message).toContain("another resource of this type with the name 'bus'");
  });

  test("an explicit provider that does not allow this account", async () => {
    const program = (accountId: string) => () => {
      const provider = new aws.Provider("local", { region: "us-east-1", allowedAccountIds: [accountId] });
      bus("B", { provider });
    };

    expect((await failureOf(harness.open().up(program("111111111111")))).message).toContain(
      "AWS account ID not allowed: 000000000000",
    );
    expect(operationsOf(await harness.open().up(program("000000000000")))).toMatchObject({
      local: "create",
      bus: "create",
    });
  });
});

describe("reports an error of the program", () => {
  test("by its message and line, without a stack trace", async () => {
    const error = await failureOf(
      harness.open().up(() => {
        throw new Error("the seats are all taken");
      }),
    );

    expect(error.problems).toEqual([
      { message: "the seats are all taken", source: expect.objectContaining({ file: import.meta.filename }) },
    ]);
    expect(error.message).not.toMatch(/\n\s+at /);
  });

  test("as it is, if it is a RunError", async () => {
    const error = await failureOf(
      harness.open().up(() => {
        throw new pulumi.RunError("the attendee's name may have only letters");
      }),
    );

    expect(error.message).toBe("the attendee's name may have only letters");
  });

  test("with the property, if it is an InputPropertyError", async () => {
    const error = await failureOf(
      harness.open().up(() => {
        throw new pulumi.InputPropertyError({ propertyPath: "retries", reason: "must be at least 0" });
      }),
    );

    expect(error.message).toMatch(/^retries: must be at least 0 \(/);
  });

  test("in an apply, in that deployment only", async () => {
    const stack = harness.open();
    const error = await failureOf(
      stack.up(() => {
        const name = bus().arn.apply((): string => {
          throw new Error("no name for the log group");
        });
        new aws.cloudwatch.LogGroup("log", { name });
      }),
    );

    expect(error.message).toContain("no name for the log group");
    expect(operationsOf(await stack.up(() => void bus()))).toMatchObject({ bus: "same" });
  });

  test("that it logs, and passes on its other messages", async () => {
    const events: DeploymentEvent[] = [];
    const error = await failureOf(
      harness.open().up(
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
});
