import type { Exercises } from "../exercise.ts";

const provedBy = ["steps/13-least-privilege/infra.test.ts"];

export const exercises: Exercises = {
  "13.1": {
    minutes: 15,
    hints: [
      "PutEvents on our bus is a right to say anything. Which two things about an event does IAM let a condition ask for?",
      "events:source, who says it, and events:detail-type, what it says. The contracts know the source of each event.",
      'StringEquals: { "events:source": contracts[events[0]!].source, "events:detail-type": events },',
    ],
    provedBy: [...provedBy, "steps/13-least-privilege/flow.test.ts"],
  },
  "13.2": {
    minutes: 10,
    hints: [
      "A Deny counts more than every Allow, an administrator's too. It must hold for everybody except six roles.",
      "aws:PrincipalArn is the role of the caller. StringNotEquals holds if it is none of a list.",
      'StringNotEquals: { "aws:PrincipalArn": publishers.map(({ role }) => role.arn) },',
    ],
    provedBy: [...provedBy, "steps/13-least-privilege/flow.test.ts"],
  },
  "13.3": {
    minutes: 15,
    hints: [
      "A star in an Action or in a Resource is a right that nobody has thought about. Where may one stand?",
      "stack.statementsOf(name) has a role's statements, actionsOf(statement) their actions. One star is right: a log group's streams.",
      "For each function and statement: actions without *, and Resource without *, once the :* behind a log group's ARN is taken off.",
    ],
    provedBy,
    faults: [
      {
        mistake: "the ticket function may do everything with its table",
        file: "steps/05-ticket/infra.ts",
        find: '{ Action: "dynamodb:PutItem", Resource: ticketTable.arn }',
        replace: '{ Action: "dynamodb:*", Resource: ticketTable.arn }',
      },
      {
        mistake: "the booking function may write into every table",
        file: "steps/02-booking/infra.ts",
        find: "Resource: bookingTable.arn",
        replace: 'Resource: "arn:aws:dynamodb:us-east-1:000000000000:table/*"',
      },
    ],
  },
};
