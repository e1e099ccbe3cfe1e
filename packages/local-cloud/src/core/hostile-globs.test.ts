import { expect, test } from "vitest";
import { compilePattern, matches } from "../services/eventbridge/pattern/index.ts";
import { compilePolicy } from "../services/iam/policy/compile.ts";
import { wildcard } from "../services/iam/policy/wildcard.ts";

// How often a glob reads a text is bounded in glob.test.ts. Here each language with wildcards gets a pattern that took an
// engine that backtracks longer than anyone can wait.
const text = "a".repeat(100_000);
const hostile = `${"*a".repeat(100)}*b`;

test("a wildcard of an event pattern", () => {
  // More asterisks are refused as too complex, by AWS too.
  const pattern = compilePattern('{"detail": {"a": [{"wildcard": "*a*aa*b"}]}}');

  expect(matches(pattern, { detail: { a: text } })).toBe(false);
});

test("the same within anything-but", () => {
  const pattern = compilePattern('{"detail": {"a": [{"anything-but": {"wildcard": "*a*aa*b"}}]}}');

  expect(matches(pattern, { detail: { a: text } })).toBe(true);
});

test("a wildcard of a policy", () => {
  expect(wildcard(hostile)(text)).toBe(false);
  expect(wildcard(`${"*a?".repeat(100)}*b`)(text)).toBe(false);
});

test("an ARN and a condition of a policy", () => {
  const [statement] = compilePolicy({
    Statement: [
      {
        Effect: "Allow",
        Action: "events:*",
        Resource: `arn:aws:events:*:*:event-bus/${hostile}`,
        Condition: { StringLike: { "events:source": hostile } },
      },
    ],
  });
  const request = {
    action: "events:putevents",
    resource: `arn:aws:events:us-east-1:000000000000:event-bus/${text}`,
    principal: { names: [], accountId: undefined, kind: "anonymous" },
    valuesOf: () => [text],
  } as unknown as Parameters<NonNullable<typeof statement>["appliesTo"]>[0];

  expect(statement!.appliesTo(request)).toBeUndefined();
});
