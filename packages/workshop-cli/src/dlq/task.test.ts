import { expect, test } from "vitest";
import { dlqTask } from "./task.ts";

test.each([
  [[undefined, undefined, {}], { kind: "list" }],
  [["show", "2", {}], { kind: "show", number: 2 }],
  [["redrive", "2", {}], { kind: "redrive", number: 2 }],
  [["redrive", undefined, { all: true }], { kind: "redrive" }],
  [["discard", "2", { reason: " a test " }], { kind: "discard", number: 2, reason: "a test" }],
  [["discard", undefined, { all: true, reason: "x" }], { kind: "discard", reason: "x" }],
  [["discarded", undefined, {}], { kind: "discarded" }],
] as const)("understands %j", ([action, number, options], task) => {
  expect(dlqTask(action, number, options)).toEqual(task);
});

test.each([
  [["delete", "1", {}], "Unknown action: dlq delete."],
  [["show", undefined, {}], "dlq show takes the number of an event, but got none."],
  [["redrive", "0", {}], 'dlq redrive takes the number of an event, but got "0".'],
  [["redrive", "1", { all: true }], "--all and the number 1 cannot be combined."],
  [["discard", "1", {}], "a reason is missing"],
  [["discard", "1", { reason: "  " }], "a reason is missing"],
  [["discard", undefined, { reason: "x" }], "dlq discard takes the number of an event, but got none."],
] as const)("refuses %j", ([action, number, options], message) => {
  expect(() => dlqTask(action, number, options)).toThrow(message);
});
