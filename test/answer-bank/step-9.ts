// biome-ignore-all lint/suspicious/noTemplateCurlyInString: learners' code in strings
// How we came to these answers: we asked of chapter 9 what else could be a key, in which other orders three lines can
// stand, and what an expression looks like to somebody who knows SQL, or DynamoDB's reserved words by halves.
import { type Answer, broken, inExercise, notYet, replace, right, write } from "./answer.ts";

const charge = "services/payment/charge/charge-idempotent.ts";
const put = "services/put-if-absent.ts";
const key = (expression: string) => replace("= `PAY-${bookingId}`", `= ${expression}`, charge);
const storedIf = (condition: string) => replace('"attribute_not_exists(bookingId)"', condition, put);

const from = '":from": from,';
const condition = 'ConditionExpression: "#status = :from",';
const errors = `if (!booking) throw new Error(\`\${on} needs booking \${bookingId} to be \${from}, but it does not exist\`);
throw new PermanentFailure(\`\${on} needs booking \${bookingId} to be \${from}, but it is \${booking.status}\`);`;

export const step9: Answer[] = [
  ...inExercise(
    "9.1",
    right("joins strings, and names the attribute with a token", [
      key('["PAY", bookingId].join("-")'),
      storedIf('"attribute_not_exists(#id)",\n        ExpressionAttributeNames: { "#id": "bookingId" }'),
    ]),
    right("adds strings, and negates the condition", [
      key('"PAY-" + bookingId'),
      storedIf('"NOT attribute_exists(bookingId)"'),
    ]),
    notYet("leaves the draft", key("`PAY-${Math.random()}`"), [
      "one event came twice",
      "the second key is not the first",
    ]),
    notYet("makes a random id", key("`PAY-${crypto.randomUUID()}`"), ["the second key is not the first"]),
    notYet("uses the event's id", key("`PAY-${event.id}`"), ["an event's id tells events apart, not bookings"]),
    notYet("uses the id in the metadata", key("`PAY-${metadata.eventId}`"), [
      "an event's id tells events apart, not bookings",
    ]),
    notYet("uses the request's id", key("`PAY-${metadata.correlationId}`"), ["a request that is sent again"]),
    notYet("uses the customer's id", key("`PAY-${booking.customerId}`"), [
      "both bookings have the key PAY-CUST001",
      "took the second for a repeat",
    ]),
    notYet("quotes the template", key('"PAY-${bookingId}"'), ["both bookings have the key PAY-${bookingId}"]),
    notYet("uses the booking's id as it is", key("bookingId"), ["payment-refund cancels PAY-B123", "B123"]),
    notYet("uses the time", key("`PAY-${bookingId}-${performance.now()}`"), ["the second key is not the first"]),
    broken("makes an id with a function that is not imported", key("randomUUID()"), ["Cannot find name 'randomUUID'"]),
    notYet(
      "stores without a condition",
      replace('        ConditionExpression: "attribute_not_exists(bookingId)",\n', "", put),
      ["DynamoDB was given no condition to check"],
    ),
    notYet("demands that the item exists", storedIf('"attribute_exists(bookingId)"'), [
      "the payment was not stored",
      "false for an item that does not exist yet",
    ]),
    notYet(
      "checks an attribute that only payments have",
      storedIf('"attribute_not_exists(paymentId)"'),
      ["attribute_not_exists(paymentId) is true for the item that is already stored"],
      "//#region 9.1",
    ),
    notYet("uses a token that nothing defines", storedIf('"attribute_not_exists(#id)"'), [
      "DynamoDB refuses the expression",
      "it has #id, but ExpressionAttributeNames has not",
    ]),
    notYet("uses the function of an update", storedIf('"if_not_exists(bookingId)"'), [
      "does not understand the condition",
    ]),
    notYet("compares with null, as in SQL", storedIf('"bookingId IS NULL"'), ["does not understand the condition"]),
  ),
  ...inExercise(
    "9.2",
    right(
      "works only while the mark is missing",
      write(`if (!stored[mark]) {
  await publish(stored);
  await setMark(stored, { mark, attribute, key });
}`),
    ),
    right(
      "chains the promises",
      write(`const place = { key, attribute, mark };
if (stored[mark] === true) return;
return publish(stored).then(() => setMark(stored, place));`),
    ),
    notYet("leaves the draft", write("void [setMark, mark, key, attribute];\nawait publish(stored);"), [
      "the item does not tell a repeat so: it has no mark",
    ]),
    notYet(
      "does not look at the mark",
      write("await publish(stored);\nawait setMark(stored, { key, attribute, mark });"),
      ["a repeat does not look at the mark"],
    ),
    notYet(
      "sets no mark",
      write("void [setMark, key, attribute];\nif (stored[mark]) return;\nawait publish(stored);"),
      ["it has no mark"],
    ),
    notYet(
      "marks first",
      write("if (stored[mark]) return;\nawait setMark(stored, { key, attribute, mark });\nawait publish(stored);"),
      ["marked as published, but it never reached the bus"],
    ),
    notYet(
      "does both at once",
      write(
        "if (stored[mark]) return;\nawait Promise.all([publish(stored), setMark(stored, { key, attribute, mark })]);",
      ),
      ["marked as published, but it never reached the bus"],
    ),
    notYet(
      "publishes what is marked",
      write("if (!stored[mark]) return;\nawait publish(stored);\nawait setMark(stored, { key, attribute, mark });"),
      ["nothing was published"],
    ),
    notYet(
      "looks at one of the two marks",
      write("if (stored.published) return;\nawait publish(stored);\nawait setMark(stored, { key, attribute, mark });"),
      ["use the mark from the arguments"],
    ),
    notYet(
      "publishes past its caller",
      write(
        "void publish;\nif (stored[mark]) return;\nawait putEvent(stored);\nawait setMark(stored, { key, attribute, mark });",
      ),
      ["call publish, which the caller may replace"],
    ),
    notYet(
      "carries on if the bus refuses",
      write(`if (stored[mark]) return;
await publish(stored).catch(console.error);
await setMark(stored, { key, attribute, mark });`),
      ["the bus refused the event, but the run succeeded"],
    ),
    notYet(
      "marks in any case",
      write(`if (stored[mark]) return;
try {
  await publish(stored);
} finally {
  await setMark(stored, { key, attribute, mark });
}`),
      ["marked as published, but it never reached the bus"],
    ),
    notYet(
      "sets the mark in memory",
      write("void [setMark, key, attribute];\nif (stored[mark]) return;\nawait publish(stored);\nstored[mark] = true;"),
      ["it has no mark"],
    ),
    broken(
      "does not wait until the mark is stored",
      write("if (stored[mark]) return;\nawait publish(stored);\nsetMark(stored, { key, attribute, mark });"),
      ["await"],
      "setMark(stored",
    ),
  ),
  ...inExercise(
    "9.3",
    right(
      "compares the other way round, and asks for the booking first",
      write(
        from,
        'ConditionExpression: ":from = #status",',
        `const needs = \`\${on} needs booking \${bookingId} to be \${from}\`;
if (booking) throw new PermanentFailure(\`\${needs}, but it is \${booking.status}\`);
throw new Error(\`\${needs}, and there is none\`);`,
      ),
    ),
    right(
      "names the value by its state, and chooses the error's class",
      write(
        '":expected": from,',
        'ConditionExpression: "attribute_exists(bookingId) AND #status IN (:expected)",',
        `const Failure = booking ? PermanentFailure : Error;
throw new Failure(\`\${on}: booking \${bookingId} is \${booking?.status ?? "unknown"}, and not \${from}\`);`,
      ),
    ),
    notYet(
      "leaves the draft",
      write("// value", "// condition", "throw new Error(`${on} needs booking ${bookingId} to be ${from}`);"),
      ["a repeated event overwrote the booking", "the update has no condition"],
    ),
    notYet("writes a reserved word", write(from, 'ConditionExpression: "status = :from",', errors), [
      "reserved keyword",
      "status",
    ]),
    notYet("forgets the value", write("// value", condition, errors), [
      "it has :from, but ExpressionAttributeValues has not",
    ]),
    notYet("forgets the condition", write(from, "// condition", errors), [
      "ExpressionAttributeValues has :from, which it does not use",
    ]),
    notYet(
      "asks only whether the booking exists",
      write("// value", 'ConditionExpression: "attribute_exists(bookingId)",', errors),
      ["a repeated event overwrote the booking", "attribute_exists(bookingId)"],
    ),
    notYet(
      "allows each state but the new one",
      write("// value", 'ConditionExpression: "#status <> :status",', errors),
      ["changed the booking", "#status <> :status"],
    ),
    notYet("expects the new state", write('":from": to,', condition, errors), [
      "a repeated event overwrote the booking",
    ]),
    notYet("writes == as in TypeScript", write(from, 'ConditionExpression: "#status == :from",', errors), [
      "does not understand the condition",
    ]),
    notYet("writes the value without its colon", write(from, 'ConditionExpression: "#status = from",', errors), [
      "DynamoDB refuses the expression",
      "from",
    ]),
    notYet(
      "parks each failure",
      write(from, condition, "throw new PermanentFailure(`${on}: booking ${bookingId} is ${booking?.status}`);"),
      ["the booking may be there a minute later"],
    ),
    notYet(
      "retries each failure",
      write(from, condition, "throw new Error(`${on}: booking ${bookingId} is ${booking?.status}`);"),
      ["Lambda's retries cannot succeed"],
    ),
    notYet(
      "swaps the two failures",
      write(
        from,
        condition,
        errors
          .replace("new Error", "new Swapped")
          .replace("new PermanentFailure", "new Error")
          .replace("new Swapped", "new PermanentFailure"),
      ),
      ["Lambda's retries cannot succeed"],
    ),
    notYet(
      "ignores a late event",
      write(from, condition, `${errors.split("\n")[0]}\nreturn booking as StoredBooking;`),
      ["it was ignored", "nobody learns"],
    ),
    notYet(
      "does not say which booking",
      write(from, condition, 'if (!booking) throw new Error("too early");\nthrow new PermanentFailure("too late");'),
      ["needs the booking and its state"],
    ),
  ),
  ...inExercise(
    "9.4",
    right(
      "expects that no seat is assigned, and that the release is told",
      write(`test("9.4 refuses before there is a seat", async () => {
  const { table, calls } = flight({ "12A": "B124" });
  await handler(event("TicketRejected"));
  await assign(event("PaymentConfirmed"));
  const names = published(calls).map(({ name }) => name);
  expect(names).toContain("SeatReleased");
  expect(names).not.toContain("SeatAssigned");
  expect(table.items[0]).toMatchObject({ "12A": "B124" });
});`),
    ),
    right(
      "looks at the seats and at the first event",
      write(`test("9.4 remembers a refusal", async () => {
  const { table, calls } = flight({});
  await handler(event("TicketRejected"));
  expect(published(calls)[0]?.name).toBe("SeatReleased");
  await assign(event("PaymentConfirmed"));
  const { "12A": a, "12B": b } = table.items[0]!;
  expect([a, b]).toEqual([undefined, undefined]);
});`),
    ),
    notYet("leaves the TODO", write('test.todo("9.4 gives no seat to a booking whose ticket was refused before");'), [
      "there is no test for 9.4 yet",
    ]),
    notYet(
      "sends the events in the usual order",
      write(`test("9.4 releases the seat", async () => {
  const { table } = flight({});
  await assign(event("PaymentConfirmed"));
  await handler(event("TicketRejected"));
  expect(Object.values(table.items[0]!)).not.toContain("B123");
});`),
      ["does not notice that a refusal is forgotten"],
    ),
    notYet(
      "looks at the seats alone",
      write(`test("9.4 gives no seat", async () => {
  const { table } = flight({});
  await handler(event("TicketRejected"));
  await assign(event("PaymentConfirmed"));
  expect(Object.values(table.items[0]!)).not.toContain("B123");
});`),
      ["no service is told"],
    ),
    notYet(
      "looks at the release alone",
      write(`test("9.4 publishes the release", async () => {
  const { calls } = flight({});
  await handler(event("TicketRejected"));
  expect(published(calls)).toMatchObject([{ name: "SeatReleased" }]);
});`),
      ["does not notice that a refusal is forgotten"],
    ),
    notYet(
      "leaves out the late payment",
      write(`test("9.4 gives no seat", async () => {
  const { table } = flight({});
  await handler(event("TicketRejected"));
  expect(Object.values(table.items[0]!)).not.toContain("B123");
});`),
      ["does not notice that a refusal is forgotten"],
    ),
    notYet(
      "gives the test no number",
      write(`test("gives no seat", async () => {
  const { table } = flight({});
  await handler(event("TicketRejected"));
  expect(Object.values(table.items[0]!)).not.toContain("B123");
});`),
      ["there is no test for 9.4 yet", 'a title that starts with "9.4 "'],
    ),
    notYet(
      "expects that the payment gets a seat",
      write(`test("9.4 gives a seat to the payment", async () => {
  const { calls } = flight({});
  await handler(event("TicketRejected"));
  await assign(event("PaymentConfirmed"));
  expect(published(calls).map(({ name }) => name)).toContain("SeatAssigned");
});`),
      ["SeatReleased", "SeatUnavailable"],
    ),
    notYet(
      "expects an error",
      write(`test("9.4 refuses what has no seat", async () => {
  flight({});
  await expect(handler(event("TicketRejected"))).rejects.toThrow();
});`),
      ["promise resolved"],
    ),
    notYet(
      "forgets the matcher",
      write(`test("9.4 gives no seat", async () => {
  const { table } = flight({});
  await handler(event("TicketRejected"));
  await assign(event("PaymentConfirmed"));
  expect(!Object.values(table.items[0]!).includes("B123"));
});`),
      ["does not notice that a refusal is forgotten"],
    ),
  ),
];
