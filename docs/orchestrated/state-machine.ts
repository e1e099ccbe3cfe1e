/** The functions that the orchestrator calls, by task: their ARNs, or stand-ins in tests. */
export type Tasks<T> = Record<string, T>;

/**
 * The whole saga in one place, in the Amazon States Language. Each task's result is added to the state, so that every
 * later task can read it. Source: Handling errors in Step Functions workflows.
 */
export function stateMachine<T>(arns: Tasks<T>) {
  const task = (name: string, Next: string, more: object = {}) => ({
    Type: "Task",
    Resource: arns[name]!,
    ResultPath: `$.${name}`,
    // Longer than a function may run. Still, a task that timed out may have done its work.
    TimeoutSeconds: 30,
    Retry: [retry],
    Next,
    ...more,
  });
  return {
    StartAt: "Charge",
    States: {
      Charge: task("charge", "Paid?", ifItFails("Refund")),
      "Paid?": choice("$.charge.status", "SUCCESS", "AssignSeat", "Cancel"),
      AssignSeat: task("assignSeat", "Seated?", ifItFails("ReleaseSeat")),
      "Seated?": choice("$.assignSeat.status", "ASSIGNED", "IssueTicket", "Refund"),
      IssueTicket: task("issueTicket", "Ticketed?", ifItFails("RefuseTicket")),
      "Ticketed?": choice("$.issueTicket.status", "ISSUED", "MarkTicketed", "ReleaseSeat"),
      MarkTicketed: task("closeBooking", "TellTicketed"),
      TellTicketed: task("tellCustomer", "Ticketed"),
      Ticketed: { Type: "Succeed" },

      // The way back, in reverse order of what was done.
      RefuseTicket: task("refuseTicket", "Ticketed?", { ResultPath: "$.issueTicket" }),
      ReleaseSeat: task("releaseSeat", "Refund"),
      Refund: task("refund", "Cancel"),
      Cancel: task("closeBooking", "TellCancelled"),
      TellCancelled: task("tellCustomer", "Cancelled"),
      Cancelled: { Type: "Succeed" },
    },
  };
}

/** Six attempts within about a minute. With jitter, executions that failed together do not retry together. */
const retry = {
  ErrorEquals: ["States.ALL"],
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxAttempts: 5,
  MaxDelaySeconds: 60,
  JitterStrategy: "FULL",
};

/**
 * The compensation for a task that failed at every attempt. It begins with the task itself: nobody knows whether a task
 * without an answer did its work.
 */
function ifItFails(Next: string) {
  return { Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next }] };
}

function choice(Variable: string, StringEquals: string, Next: string, Default: string) {
  return { Type: "Choice", Choices: [{ Variable, StringEquals, Next }], Default };
}
