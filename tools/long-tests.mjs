/**
 * Test files that take from fifteen seconds to more than a minute, and about how many (two workers on two cores). They
 * start first: started last, they would leave one core idle at the end. `npm test` runs a sample of them, CI all. One that is
 * `always` run draws its own sample.
 *
 * @type {readonly { path: string, seconds: number, always?: boolean }[]}
 */
export const longTests = [
  { path: "test/answer-bank.test.ts", seconds: 60, always: true },
  { path: "test/invariants/local-cloud.test.ts", seconds: 80 },
  { path: "test/growth.test.ts", seconds: 70 },
  { path: "test/command-line/local-cloud.test.ts", seconds: 60 },
  { path: "test/heals/running.test.ts", seconds: 50 },
  { path: "test/command-line/words.test.ts", seconds: 50 },
  { path: "test/heals/damage.test.ts", seconds: 50 },
  { path: "test/heals/words.test.ts", seconds: 50 },
  { path: "docs/your-own-event/your-own-event.test.ts", seconds: 45 },
  { path: "test/heals/copies.test.ts", seconds: 40 },
  { path: "test/nothing-lost.test.ts", seconds: 40 },
  { path: "test/command-line/learner.test.ts", seconds: 30 },
  { path: "test/invariants/exhaustive/stories.test.ts", seconds: 35 },
  { path: "test/invariants/exhaustive/deadline.test.ts", seconds: 30 },
  { path: "steps/12-contracts/flow.test.ts", seconds: 30 },
  { path: "packages/workshop-cli/src/live-checks/check-step.test.ts", seconds: 30 },
  { path: "test/docs.test.ts", seconds: 30 },
  { path: "packages/workshop-cli/src/chaos/chaos.test.ts", seconds: 25 },
  { path: "packages/local-cloud/src/cloud/crash.test.ts", seconds: 25 },
  { path: "test/command-line/ctrl-c.test.ts", seconds: 20 },
  { path: "test/command-line/watch.test.ts", seconds: 20 },
  { path: "packages/local-cloud/src/services/lambda/environment/hostile-handlers.test.ts", seconds: 20 },
  { path: "steps/09-delivered-twice/flow.test.ts", seconds: 20 },
  { path: "steps/13-least-privilege/flow.test.ts", seconds: 20 },
  { path: "test/debug-the-article.test.ts", seconds: 15 },
];
