import * as aws from "@pulumi/aws";
import { expect, test } from "vitest";

test("the pinned Pulumi provider has no newer custom event bus, as docs/classic-or-custom.md says", () => {
  const modules = Object.keys(aws).map((name) => name.toLowerCase());
  const resources = Object.keys(aws.cloudwatch).filter((name) => /^EventBus|^EventSubscriber/.test(name));

  expect(modules).toContain("cloudwatch");
  expect(modules.filter((name) => name.includes("eventsv2") || name.includes("eventbridgev2"))).toEqual([]);
  expect(resources).toEqual(["EventBus", "EventBusPolicy"]);
});
