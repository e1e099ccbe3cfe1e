// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hints quote code as it is written

import type { Exercises } from "../exercise.ts";

export const exercises: Exercises = {
  "9.1": {
    minutes: 10,
    hints: [
      "Two runs that first check for the item and then write may both find nothing. What can check and write in one operation?",
      "DynamoDB can: step 4 used a ConditionExpression for that. Which attribute does every item have here?",
      'ConditionExpression: "attribute_not_exists(bookingId)",',
    ],
    provedBy: ["services/put-if-absent.test.ts"],
  },
  "9.2": {
    minutes: 5,
    hints: [
      "The payment is stored under an id. putIfAbsent can only find it again if the id is the same the next time.",
      "Which value is the same each time, and different for every other booking? You did this in step 5, with the ticket number.",
      "const payment = decide(booking, `PAY-${bookingId}`);",
    ],
    provedBy: ["services/payment/charge/charge-idempotent.test.ts"],
  },
  "9.3": {
    minutes: 10,
    hints: [
      "The table of step 7 says which state each event expects. No code checks that yet.",
      "The condition compares the item's #status with a value, and the value must be in ExpressionAttributeValues.",
      'ConditionExpression: "#status = :from", and above, among the values, ":from": from,',
    ],
    provedBy: ["services/booking/change-state.test.ts"],
  },
  "9.4": {
    minutes: 10,
    hints: [
      "The test above shows how to handle one event. What if the same event arrives again?",
      "table() makes an empty table; messages(calls) returns the messages that the customer received.",
      'Call handler(event("TicketIssued")) twice, then expect(messages(calls)).toHaveLength(1).',
    ],
    provedBy: ["services/notification/send/send-idempotent.test.ts"],
    faults: [
      {
        mistake: "the handler does not check whether the customer was told already",
        file: "services/notification/send/send-idempotent.ts",
        find: "  if (await wasSent({ bookingId, notificationId })) return;\n",
        replace: "",
      },
      {
        mistake: "a repeat gets a new notificationId",
        file: "services/notification/send/send-idempotent.ts",
        find: "`${outcome.name}-${bookingId}`",
        replace: "`${outcome.name}-${Math.random()}`",
      },
      {
        mistake: "the check is inverted: the first message is never sent",
        file: "services/notification/send/send-idempotent.ts",
        find: "return Item !== undefined;",
        replace: "return Item === undefined;",
      },
    ],
  },
};
