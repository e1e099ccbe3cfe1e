import { expect, test } from "vitest";
import { fakeTable } from "./fake-table.ts";

test.each([
  ["attribute_exists(status)", true],
  ["attribute_exists(seat)", false],
  ["attribute_not_exists(#seat)", true],
  ["#status = :requested", true],
  ["#status = :ticketed", false],
  ["#status = :ticketed OR attribute_not_exists(#seat)", true],
  ["#status = :requested AND attribute_exists(#seat)", false],
  ["#status = :ticketed AND attribute_exists(#seat) OR #status = :requested", true],
  ["#status = :ticketed AND (attribute_exists(#seat) OR #status = :requested)", false],
])("%s is %s for a requested booking", (ConditionExpression, isTrue) => {
  expect(isWritten(ConditionExpression)).toBe(isTrue);
});

test.each(["attribute_type(a, b)", "#status = :requested AND", "#status <> :ticketed", "(attribute_exists(a)"])(
  "refuses the unsupported condition %s",
  (ConditionExpression) => {
    expect(() => isWritten(ConditionExpression)).toThrow(/unsupported condition|does not define/);
  },
);

test("refuses an update other than a plain SET", () => {
  const { answers } = fakeTable(["id"]);

  expect(() => answers.Update!({ Key: { id: "1" }, UpdateExpression: "ADD seats :one" })).toThrow(
    "unsupported update: ADD",
  );
});

/** Whether a put with this condition succeeds. */
function isWritten(ConditionExpression: string): boolean {
  const { answers } = fakeTable(["bookingId"], { bookingId: "B123", status: "REQUESTED" });
  try {
    answers.Put!({
      Item: { bookingId: "B123" },
      ConditionExpression,
      ExpressionAttributeNames: { "#status": "status", "#seat": "seat" },
      ExpressionAttributeValues: { ":requested": "REQUESTED", ":ticketed": "TICKETED" },
    });
    return true;
  } catch (error) {
    if ((error as Error).name === "ConditionalCheckFailedException") return false;
    throw error;
  }
}
