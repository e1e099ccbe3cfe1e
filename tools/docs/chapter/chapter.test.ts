import { describe, expect, test } from "vitest";
import { isAsShown, masked, outputLines } from "./output.ts";
import { parseChapter } from "./parse-chapter.ts";

describe("a chapter's actions", () => {
  test("are its commands and directives, in the order of the page", () => {
    const page =
      "```console\n$ a\nout\n\nmore\n$ b\n```\n\n<!-- learner: solve 3.1 -->\n\n```console exit=1\n$ c\n```\n";

    expect(parseChapter(page)).toMatchObject([
      {
        kind: "commands",
        commands: [
          { command: "a", expected: ["out", "", "more"], exitCode: 0 },
          { command: "b", expected: [], exitCode: 0 },
        ],
      },
      { kind: "directive", text: "solve 3.1" },
      { kind: "commands", commands: [{ command: "c", exitCode: 1 }] },
    ]);
  });

  test("exclude examples inside a fenced block", () => {
    expect(parseChapter("````text\n<!-- learner: solve 3.1 -->\n```console\n$ a\n```\n````\n")).toEqual([]);
  });

  test("must not start a console block with output", () => {
    expect(() => parseChapter("Text.\n\n```console\nout\n```\n")).toThrow(
      "Line 4: a console block must start with a command",
    );
  });
});

describe("output", () => {
  test.each([
    [["a", "b"], ["a", "b"], true],
    [["a"], ["a", "b"], false],
    [["a", "b"], ["a"], false],
    [["a", "…", "d"], ["a", "b", "c", "d"], true],
    [["a", "…", "d"], ["a", "d"], true],
    [["…", "d"], ["a", "d", "e"], false],
    [["…"], [], true],
    [["a", "…", "c", "…"], ["a", "b", "c"], true],
    [[], [""], true],
    [[], ["a"], false],
  ])("%j matches %j: %s", (expected, actual, matches) => {
    expect(isAsShown(expected, actual)).toBe(matches);
  });

  test.each([
    ["9 created (2.1 s)", "9 created (850 ms)"],
    ["10:02:03.004  Hello", "23:59:59.999  Hello"],
    ["  paymentId   PAY-b74278b3-148d-4ec0-8cdd-956b28d6ab2a", "  paymentId  PAY-e06ce3b6-f422-4256-8e59-10f33358b50a"],
    ["restore 2026-11-23T08-24-50.865Z", "restore 2027-01-02T03-04-05.006Z"],
    ["last heard: SeatAssigned 2026-11-23 08:17:55", "last heard: SeatAssigned 2027-01-02 03:04:05"],
    ["booking B0A1B2C3D is REQUESTED", "booking BDEADBEEF is REQUESTED"],
    ["runs at http://127.0.0.1:4567", "runs at http://127.0.0.1:40123"],
  ])("may differ in times, ids and ports: %s", (one, other) => {
    expect(masked(one)).toBe(masked(other));
  });

  test.each([
    ["9 created (2.1 s)", "8 created (2.1 s)"],
    ["booking B123 is REQUESTED", "booking B124 is REQUESTED"],
    ["amount 300", "amount 301"],
    ["seat 12A", "seat 12B"],
  ])("may not differ otherwise: %s", (one, other) => {
    expect(masked(one)).not.toBe(masked(other));
  });

  test("has no colors and no messages from npm", () => {
    expect(outputLines("npm warn Unknown\n\u001b[32mpassed\u001b[39m  \nend\n\n")).toEqual(["passed", "end"]);
  });
});
