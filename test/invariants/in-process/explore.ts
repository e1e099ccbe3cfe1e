import type { Snapshot } from "../promises.ts";
import { Counter } from "./count-stories.ts";
import type { Engine } from "./engine.ts";
import type { Moment, Plot, Step } from "./moment.ts";
import { snapshotOf } from "./snapshot-of.ts";
import { tellStory } from "./tell-story.ts";

export interface Explored {
  /** Ways from the beginning to the end, each of another order of steps. */
  stories: number;
  /** Different moments that they come by. */
  moments: number;
  /** Calls in the longest story. */
  longest: number;
  /** The shortest story that breaks a promise: what breaks, then what happened, line by line. */
  failure?: string[];
}

const mostMoments = 1_000_000;

/**
 * Goes through all stories of a plot, the short ones first. Stories that come to the same moment go
 * on together, so each moment is looked at once. Stops at the first one that ends with a broken promise.
 */
export async function explore(
  engine: Engine,
  plot: Plot,
  broken: (seen: Snapshot) => string[],
  from: Moment = engine.begin(plot),
): Promise<Explored> {
  const moments: Moment[] = [from];
  const numbers = new Map([[engine.keyOf(moments[0]!), 0]]);
  const cameBy: ({ from: number; step: Step } | undefined)[] = [undefined];
  const counter = new Counter();

  for (let number = 0; number < moments.length; number++) {
    if (number > mostMoments) throw new Error(`After ${mostMoments} moments the stories still go on: some never end.`);
    const moment = moments[number]!;
    const followers: number[] = [];
    for (const { step, to } of await engine.stepsFrom(moment, plot)) {
      const key = engine.keyOf(to);
      let follower = numbers.get(key);
      if (follower === undefined) {
        follower = moments.push(to) - 1;
        numbers.set(key, follower);
        cameBy.push({ from: number, step });
      }
      followers.push(follower);
    }
    counter.leadsTo(number, followers);
    if (followers.length > 0) continue;

    const violations = broken(snapshotOf(engine, moment));
    if (violations.length > 0) {
      return { ...counter.count(), failure: [...violations, ...tellStory(engine, stepsTo(number))] };
    }
  }
  return counter.count();

  function stepsTo(number: number): Step[] {
    const steps: Step[] = [];
    for (let by = cameBy[number]; by; by = cameBy[by.from]) steps.unshift(by.step);
    return steps;
  }
}

/** One story without duplicates and mishaps, up to where there is nothing left to hear but for these functions. */
export async function playUntil(engine: Engine, begins: Plot["begins"], left: readonly string[]): Promise<Moment> {
  const plot: Plot = { begins, duplicates: 0, mishaps: 0 };
  const isLeft = (delivery: number) => left.includes(engine.delivery(delivery).functionName);
  let moment = engine.begin(plot);
  while (moment.runs.length > 0 || !moment.pending.every(isLeft)) {
    const next = moment.runs.length > 0 ? undefined : moment.pending.find((delivery) => !isLeft(delivery));
    const pending = next === undefined ? [] : [next];
    const others = moment.pending.filter((delivery) => delivery !== next);
    const [followed] = await engine.stepsFrom({ ...moment, pending }, plot);
    moment = { ...followed!.to, pending: [...followed!.to.pending, ...others].sort((a, b) => a - b) };
  }
  return moment;
}
