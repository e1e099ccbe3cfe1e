// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hints quote code as it is written

import type { Exercises } from "../exercise.ts";

export const exercises: Exercises = {
  "9.1": {
    minutes: 10,
    hints: [
      "Two who ask first whether the item is there, and then write, may both hear no. Who can ask and write in one go?",
      "DynamoDB can: you gave it a ConditionExpression in step 4. Which attribute does every item have here?",
      'ConditionExpression: "attribute_not_exists(bookingId)",',
    ],
    provedBy: ["services/put-if-absent.test.ts"],
  },
  "9.2": {
    minutes: 5,
    hints: [
      "The payment is stored under an id. putIfAbsent can only find it again if the id is the same the next time.",
      "What is there each time, and the same for no other booking? You did this once before, with a ticket's number.",
      "const payment = decide(booking, `PAY-${bookingId}`);",
    ],
    provedBy: ["services/payment/charge/charge-idempotent.test.ts"],
  },
  "9.3": {
    minutes: 10,
    hints: [
      "The table of step 7 says from which state an event may lead. Nobody has asked for that yet.",
      "The condition compares the item's #status with a value; and the value needs its line in ExpressionAttributeValues.",
      'ConditionExpression: "#status = :from", and above, among the values: ":from": from,',
    ],
    provedBy: ["services/booking/change-state.test.ts"],
  },
  "9.4": {
    minutes: 10,
    hints: [
      "The test above shows how to send one event. What if the same one comes once more?",
      "table() makes an empty table; messages(calls) is what the customer was told.",
      'Call handler(event("TicketIssued")) twice, then expect(messages(calls)).toHaveLength(1).',
    ],
    provedBy: ["services/notification/send/send-idempotent.test.ts"],
    faults: [
      {
        mistake: "nobody looks whether the customer was told already",
        file: "services/notification/send/send-idempotent.ts",
        find: "  if (await wasSent({ bookingId, notificationId })) return;\n",
        replace: "",
      },
      {
        mistake: "each message gets an id of its own",
        file: "services/notification/send/send-idempotent.ts",
        find: "`${outcome.name}-${bookingId}`",
        replace: "`${outcome.name}-${Math.random()}`",
      },
      {
        mistake: "it looks whether there is nothing, and then says nothing",
        file: "services/notification/send/send-idempotent.ts",
        find: "return Item !== undefined;",
        replace: "return Item === undefined;",
      },
    ],
  },
};
