import { expect, test } from "vitest";
import { checkMatchesEveryEvent, checkMatchesOnly } from "./pattern-matches.ts";

test.each([{ source: [{ prefix: "" }] }, { account: [{ exists: true }] }, { "detail-type": [{ wildcard: "*" }] }])(
  "%j matches every event",
  (pattern) => {
    expect(() => checkMatchesEveryEvent(JSON.stringify(pattern))).not.toThrow();
  },
);

test.each([
  [undefined, "has no eventPattern"],
  ["source", "must be JSON"],
  ["{}", "EventBridge refuses this pattern"],
  ['{ "source": [] }', "Empty arrays are not allowed"],
  ['{ "source": [{ "starts": "" }] }', "EventBridge refuses this pattern"],
  ['{ "Source": [{ "prefix": "" }] }', '"Source" is not a key'],
  ['{ "source": [""] }', "letter by letter"],
  ['{ "source": [{ "prefix": "aircraft." }] }', 'from "workshop"'],
])("says why %s does not match every event", (pattern, problem) => {
  expect(() => checkMatchesEveryEvent(pattern)).toThrow(problem);
});

const bookingCreated = { source: "aircraft.booking", detailType: "BookingCreated" };

test.each([
  '{ "detail-type": ["BookingCreated"], "source": ["aircraft.booking"] }',
  '{ "source": [{ "equals-ignore-case": "Aircraft.Booking" }], "detail-type": ["BookingCreated"] }',
])("%s matches only BookingCreated", (pattern) => {
  expect(() => checkMatchesOnly(pattern, bookingCreated)).not.toThrow();
});

test.each([
  ['{ "source": ["aircraft.booking"] }', "without detail-type"],
  [
    '{ "detail-type": ["BookingCreated"], "source": [{ "prefix": "" }] }',
    'also matches BookingCreated from "workshop"',
  ],
  ['{ "detail-type": ["BookingCreated"], "source": ["booking"] }', 'no service publishes as "booking"'],
  ['{ "detail-type": ["BookingCreated"], "source": ["aircraft.payment"] }', "docs/events.md"],
])("says why %s does not match only BookingCreated", (pattern, problem) => {
  expect(() => checkMatchesOnly(pattern, bookingCreated)).toThrow(problem);
});
