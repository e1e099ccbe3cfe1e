import { expect, test } from "vitest";
import { changes } from "./changes.ts";
import type { Growth } from "./growth.ts";

const rule = "aws:cloudwatch/eventRule:EventRule";
const component = "aircraft:infra:RuleToFunction";

test("lists each resource with its properties and names if there are few", () => {
  const table = changes(
    stepWith({ op: "update", type: rule, name: "payment-rule", physical: "PaymentRule", paths: ["tags.a", "tags.b"] }),
    1,
  );

  expect(table.split("\n").at(-1)).toBe(
    "| updated: `tags` | `aws.cloudwatch.EventRule` | `payment-rule` | `PaymentRule` |",
  );
});

test("puts resources of one kind into one row if there are many, with what their names share", () => {
  const names = Array.from({ length: 30 }, (_, index) => `n${index}`);
  const table = changes(
    stepWith(
      { op: "create", type: component, name: "first" },
      ...names.map((name) => ({ op: "create", type: rule, name: `${name}-rule`, physical: `${name}Rule` })),
      { op: "create", type: component, name: "last" },
    ),
    1,
  );

  expect(table.split("\n").slice(2)).toEqual([
    "| created | 2 × the component `RuleToFunction` | `first`, `last` |  |",
    "| created | 30 × `aws.cloudwatch.EventRule` | `n…-rule` | `n…Rule` |",
  ]);
});

interface Made {
  op: string;
  type: string;
  name: string;
  physical?: string;
  paths?: string[];
}

function stepWith(...made: Made[]): ReadonlyMap<number, Growth> {
  const changed = made.map(({ paths = [], ...rest }) => ({ ...rest, diffs: paths.map((path) => ({ path })) }));
  const resources = made.map(({ type, name, physical }) => ({ type, urn: `urn::${name}`, inputs: { name: physical } }));
  return new Map([[1, { changed, resources, published: new Map() } as unknown as Growth]]);
}
