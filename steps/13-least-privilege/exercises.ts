import type { Exercises } from "../exercise.ts";

const provedBy = ["steps/13-least-privilege/infra.test.ts"];

export const exercises: Exercises = {
  "13.1": {
    minutes: 15,
    hints: [
      "Permission for PutEvents on our bus allows any event. Which two fields of an event can an IAM condition check?",
      "events:source and events:detail-type. Each contract in `events` has a source and a name.",
      '"events:source": events[0]!.source, "events:detail-type": events.map(({ name }) => name)',
    ],
    provedBy: [...provedBy, "steps/13-least-privilege/flow.test.ts"],
  },
  "13.2": {
    minutes: 10,
    hints: [
      "A Deny overrides every Allow, even an administrator's. It must apply to everyone except the publishers' roles.",
      "aws:PrincipalArn is the role of the caller. StringNotEquals is true if the value is not in the list.",
      'StringNotEquals: { "aws:PrincipalArn": roles },',
    ],
    provedBy: [...provedBy, "steps/13-least-privilege/flow.test.ts"],
  },
  "13.3": {
    minutes: 15,
    hints: [
      "A * in an Action or a Resource usually grants more than needed. Where is one necessary?",
      "stack.statementsOf(name) returns a role's statements, actionsOf(statement) its actions. One * is necessary: a log group's streams.",
      "For each function and statement, expect no * in the actions, and none in Resource after removing the :* from a log group's ARN.",
    ],
    provedBy,
    faults: [
      {
        mistake: "the refusing function may call every action on its table",
        file: "steps/11-where-is-my-booking/infra.ts",
        find: 'Action: ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:UpdateItem"], Resource: ticketTable.arn',
        replace: 'Action: "dynamodb:*", Resource: ticketTable.arn',
      },
      {
        mistake: "the booking function may write to every table",
        file: "steps/02-booking/infra.ts",
        find: "Resource: bookingTable.arn",
        replace: 'Resource: "arn:aws:dynamodb:us-east-1:000000000000:table/*"',
      },
    ],
  },
};
