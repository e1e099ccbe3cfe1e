/** The functions that the conductor calls, by task: a name of its ARN, or the ARN itself. */
export type Tasks<T> = Record<string, T>;

/**
 * The whole story in one place, in the Amazon States Language. What each task returns is put beside what is known
 * already, so that every later task can read it.
 */
export function stateMachine<T>(arns: Tasks<T>) {
  const task = (name: string, next: string, more: object = {}) => ({
    Type: "Task",
    Resource: arns[name]!,
    ResultPath: `$.${name}`,
    Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 60, MaxAttempts: 2, BackoffRate: 2 }],
    Next: next,
    ...more,
  });
  return {
    StartAt: "Charge",
    States: {
      Charge: task("charge", "Paid?"),
      "Paid?": choice("$.charge.status", "SUCCESS", "AssignSeat", "Cancel"),
      AssignSeat: task("assignSeat", "Seated?"),
      "Seated?": choice("$.assignSeat.status", "ASSIGNED", "IssueTicket", "Refund"),
      IssueTicket: task("issueTicket", "MarkTicketed"),
      MarkTicketed: task("closeBooking", "TellOfTicket"),
      TellOfTicket: task("tellCustomer", "Ticketed"),
      Ticketed: { Type: "Succeed" },
      Refund: task("refund", "Cancel"),
      Cancel: task("closeBooking", "TellOfEnd"),
      TellOfEnd: task("tellCustomer", "Cancelled"),
      Cancelled: { Type: "Succeed" },
    },
  };
}

function choice(Variable: string, StringEquals: string, Next: string, Default: string) {
  return { Type: "Choice", Choices: [{ Variable, StringEquals, Next }], Default };
}
