import { expect, test } from "vitest";
import { hasColour } from "./colour.ts";

const terminal = { isTTY: true };
const pipe = { isTTY: false };

test.each([
  ["a terminal", terminal, {}, true],
  ["a pipe", pipe, {}, false],
  ["a pipe on a CI machine", pipe, { CI: "true" }, false],
  ["a terminal that knows no colour", terminal, { TERM: "dumb" }, false],
  ["a terminal whose person wants none", terminal, { NO_COLOR: "1" }, false],
  ["a terminal with an empty NO_COLOR, which says nothing", terminal, { NO_COLOR: "" }, true],
  ["a pipe that is to have it", pipe, { FORCE_COLOR: "1" }, true],
  ["a terminal that is not to have it", terminal, { FORCE_COLOR: "0" }, false],
  ["whoever wants both", terminal, { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
])("%s", (_, stream, env, expected) => {
  expect(hasColour(stream, env)).toBe(expected);
});
