import { expect, test } from "vitest";
import { hasColor } from "./color.ts";

const terminal = { isTTY: true };
const pipe = { isTTY: false };

test.each([
  ["a terminal", terminal, {}, true],
  ["a pipe", pipe, {}, false],
  ["a pipe on a CI machine", pipe, { CI: "true" }, false],
  ["a terminal without color support", terminal, { TERM: "dumb" }, false],
  ["a terminal with NO_COLOR", terminal, { NO_COLOR: "1" }, false],
  ["a terminal with an empty NO_COLOR, which has no effect", terminal, { NO_COLOR: "" }, true],
  ["a pipe with FORCE_COLOR", pipe, { FORCE_COLOR: "1" }, true],
  ["a terminal with FORCE_COLOR=0", terminal, { FORCE_COLOR: "0" }, false],
  ["a terminal with NO_COLOR and FORCE_COLOR", terminal, { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
])("decides on color for %s", (_, stream, env, expected) => {
  expect(hasColor(stream, env)).toBe(expected);
});
