import { expect, test } from "vitest";
import { fakeTable } from "./fake-table.ts";

test.each([
  ["attribute_exists(bookingId)", true],
  ["attribute_exists(seat)", false],
  ["attribute_not_exists(#seat)", true],
  ["#status = :requested", true],
  ["#status = :ticketed", false],
  ["#status <> :ticketed", true],
  [":requested = #status", true],
  ["#status > :requested", false],
  ["#status <= :ticketed", true],
  ["#status IN (:ticketed, :requested)", true],
  ["not #status in (:ticketed)", true],
  ["NOT #status = :requested", false],
  ["#status = :ticketed OR attribute_not_exists(#seat)", true],
  ["#status = :requested AND attribute_exists(#seat)", false],
  ["#status = :ticketed AND attribute_exists(#seat) OR #status = :requested", true],
  ["#status = :ticketed AND (attribute_exists(#seat) OR #status = :requested)", false],
])("%s is %s for a requested booking", (ConditionExpression, isTrue) => {
  expect(isWritten(ConditionExpression)).toBe(isTrue);
});

test.each([
  ["attribute_type(a, b)", "does not understand"],
  ["#status = :requested AND", "does not understand"],
  ["#status == :ticketed", "does not understand"],
  ["#status IN :ticketed", "does not understand"],
  ["(attribute_exists(a)", "does not understand"],
  ["status = :requested", "reserved keyword: status"],
  ["attribute_not_exists(:requested)", ":requested is a value"],
  ["#state = :requested", "it has #state, but ExpressionAttributeNames has not"],
  ["#status = :from", "it has :from, but ExpressionAttributeValues has not"],
])("refuses the condition %s", (ConditionExpression, reason) => {
  expect(() => isWritten(ConditionExpression)).toThrow(reason);
});

test("refuses a value that no expression uses", () => {
  const { answers } = fakeTable(["bookingId"]);
  const update = { UpdateExpression: "SET seat = :seat", ExpressionAttributeValues: { ":seat": "12A", ":from": "B" } };

  expect(() => answers.Update!({ Key: { bookingId: "B123" }, ...update })).toThrow(":from, which it does not use");
});

test("refuses an update other than a plain SET", () => {
  const { answers } = fakeTable(["id"]);

  expect(() => answers.Update!({ Key: { id: "1" }, UpdateExpression: "ADD seats :one" })).toThrow(
    "unsupported update: ADD",
  );
});

/** Whether a put with this condition succeeds. */
function isWritten(ConditionExpression: string): boolean {
  const { answers } = fakeTable(["bookingId"], { bookingId: "B123", status: "REQUESTED" });
  const used = (defined: Record<string, string>) => {
    const entries = Object.entries(defined).filter(([token]) => ConditionExpression.includes(token));
    return entries.length > 0 ? Object.fromEntries(entries) : undefined;
  };
  try {
    answers.Put!({
      Item: { bookingId: "B123" },
      ConditionExpression,
      ExpressionAttributeNames: used({ "#status": "status", "#seat": "seat" }),
      ExpressionAttributeValues: used({ ":requested": "REQUESTED", ":ticketed": "TICKETED" }),
    });
    return true;
  } catch (error) {
    if ((error as Error).name === "ConditionalCheckFailedException") return false;
    throw error;
  }
}
