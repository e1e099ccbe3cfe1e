import { expect, test } from "vitest";
import { checkPattern, keysProblem } from "./event-pattern.ts";

test.each([
  ['{ "Source": ["aircraft.booking"] }', '"Source" is not a key of an event, but "source" is'],
  ['{ "source": "aircraft.booking" }', "the value of each key is a list"],
  ['{ "source": ["aircraft.*"] }', "is compared letter by letter"],
])("explains what is wrong with %s", (text, problem) => {
  expect(() => checkPattern(text)).toThrow(problem);
});

test.each(['{ "source": [{ "wildcard": "aircraft.*" }] }', '{ "detail": { "metadata": { "version": [1] } } }'])(
  "finds nothing wrong with %s",
  (text) => {
    expect(keysProblem(text, {})).toBeUndefined();
  },
);
