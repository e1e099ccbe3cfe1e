/** The functions that the orchestrator calls, by task: their ARNs, or stand-ins in tests. */
export type Tasks<T> = Record<string, T>;

/**
 * The whole saga in one place, in the Amazon States Language. Each task's result is added to the state, so that every
 * later task can read it.
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
      MarkTicketed: task("closeBooking", "TellTicketed"),
      TellTicketed: task("tellCustomer", "Ticketed"),
      Ticketed: { Type: "Succeed" },
      Refund: task("refund", "Cancel"),
      Cancel: task("closeBooking", "TellCancelled"),
      TellCancelled: task("tellCustomer", "Cancelled"),
      Cancelled: { Type: "Succeed" },
    },
  };
}

function choice(Variable: string, StringEquals: string, Next: string, Default: string) {
  return { Type: "Choice", Choices: [{ Variable, StringEquals, Next }], Default };
}
