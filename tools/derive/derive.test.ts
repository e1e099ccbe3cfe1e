import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Parser as ParserClass } from "@asyncapi/parser";
import { root } from "@event-choreography/workshop-cli/working-copy";
import { beforeAll, expect, test } from "vitest";
import { eventNames } from "./contracts.ts";
import { derivedFiles } from "./derived-files.ts";

// The package's ES module does not load in Node without a bundler.
const { Parser } = createRequire(import.meta.url)("@asyncapi/parser") as { Parser: typeof ParserClass };

let derived: Record<string, string>;
beforeAll(async () => {
  derived = await derivedFiles();
});

test.each(["docs/events.md", "docs/asyncapi.yaml"])("%s matches the program", async (path) => {
  const written = await readFile(join(root, path), "utf8");

  expect(written, "run npm run docs:derive").toBe(derived[path]);
});

test("the page has every event, from BookingCreated on along the flow, with its publisher", () => {
  const sections = [...derived["docs/events.md"]!.matchAll(/^## (\w+), version (\d+)\n\n(.*)$/gm)];

  expect(new Set(sections.map(([, name]) => name))).toEqual(new Set(eventNames));
  expect(sections.slice(0, 2).map(([, name]) => name)).toEqual(["BookingCreated", "PaymentConfirmed"]);
  for (const [, name, version, publisher] of sections) {
    const isArchived = name === "SeatAssigned" && version === "1";
    expect(publisher, name).toMatch(isArchived ? /^Formerly published/ : /^(Published|Stored) by \S+ \(`/);
  }
});

test("docs/asyncapi.yaml is valid for AsyncAPI's own parser", async () => {
  expect(await problemsOf(derived["docs/asyncapi.yaml"]!)).toEqual([]);
});

test("a document that refers to a missing message is invalid", async () => {
  const broken = derived["docs/asyncapi.yaml"]!.replace(
    "#/components/messages/TicketIssued-v1",
    "#/components/messages/No",
  );

  expect(await problemsOf(broken)).not.toEqual([]);
});

test("docs/asyncapi.yaml has at most one sender for each version of an event", async () => {
  const { document } = await new Parser().parse(derived["docs/asyncapi.yaml"]!);

  for (const channel of document!.channels().all()) {
    expect(channel.operations().filterBySend().length, channel.id()).toBeLessThanOrEqual(1);
  }
});

/** The errors that make a document invalid, without warnings. */
async function problemsOf(yaml: string): Promise<string[]> {
  const diagnostics = await new Parser().validate(yaml);
  return diagnostics
    .filter(({ severity }) => severity === 0)
    .map(({ path, message }) => `${path.join(".")}: ${message}`);
}
