import { createControl } from "@event-choreography/local-cloud/control";
import { askPrediction, canAsk } from "../chaos/ask-prediction.ts";
import {
  describeExplanation,
  describeLab,
  describeQuestion,
  describeRun,
  handlersOf,
  type LabRun,
} from "../chaos/describe.ts";
import type { Lab } from "../chaos/lab.ts";
import { realTime } from "../chaos/lab-time.ts";
import { findLab, labs } from "../chaos/labs.ts";
import { runLab } from "../chaos/run-lab.ts";
import { withStackLock } from "../cloud/stack-lock.ts";
import { type Connection, connect, requireRunningCloud } from "../connection/connection.ts";
import { physicalName } from "../connection/physical-name.ts";
import { lastStep } from "../exercises/step-names.ts";
import { stepsInWords } from "../stack/deploy-up-to.ts";
import { Failure } from "../terminal/failure.ts";
import { note, paint, say, sayJson, table } from "../terminal/output.ts";
import { untilInterrupted } from "../terminal/until-interrupted.ts";

interface ChaosOptions {
  predict?: string;
  compare?: boolean;
  json?: boolean;
}

/** The first step with compensation, and so with everything that the labs read. */
const firstStep = 7;
/** Step 8 has naive handlers with failure queues; step 9's handlers are idempotent. */
const stepsToCompare = [8, 9];

/** `npx workshop chaos [lab]`: lists the labs, or runs one after asking for a prediction. */
export async function chaos(name: string | undefined, options: ChaosOptions): Promise<void> {
  if (name === undefined) return listLabs(options);
  const lab = requireLab(name);
  const { signal } = untilInterrupted();
  const connection = await connect();
  refuseEarlySteps(connection);
  if (!options.json) for (const line of describeLab(lab, labs.indexOf(lab) + 1)) say(line);
  const prediction = await predictionFor(lab, options, signal);

  const runs = options.compare ? await compare(lab, connection, options, signal) : [await run(lab, options, signal)];
  if (options.json) return sayJson({ lab: lab.name, prediction, runs: runs.map(inJson) });
  showResults(lab, runs, prediction);
}

function listLabs({ json }: ChaosOptions): void {
  if (json) return sayJson(labs.map(({ name, title }, index) => ({ number: index + 1, name, title })));
  say("Labs that run in the local cloud:");
  for (const line of table(labs.map(({ name, title }, index) => [String(index + 1), paint.bold(name), title])))
    say(line);
  note(
    `\nRun one: ${paint.bold("npx workshop chaos twice")}. Add --compare to run it with step 8's and step 9's handlers.`,
  );
}

function requireLab(name: string): Lab {
  const lab = findLab(name);
  if (lab) return lab;
  throw new Failure(`There is no lab "${name}".`, `The labs are: ${labs.map((each) => each.name).join(", ")}`);
}

function refuseEarlySteps({ outputs }: Connection): void {
  if (outputs.step >= firstStep) return;
  throw new Failure(
    `The labs need steps 1 to ${firstStep}, but only ${stepsInWords(outputs.step)} ${outputs.step === 1 ? "is" : "are"} deployed.`,
    `Deploy more: npx workshop up ${Math.min(9, lastStep)}`,
  );
}

async function predictionFor(lab: Lab, options: ChaosOptions, signal: AbortSignal): Promise<string | undefined> {
  const letters = lab.answers.map(({ letter }) => letter);
  if (options.predict !== undefined && !letters.includes(options.predict)) {
    throw new Failure(`--predict takes one of ${letters.join(", ")}, but got "${options.predict}".`);
  }
  if (options.json) return options.predict;
  for (const line of describeQuestion(lab)) say(line);
  say();
  return options.predict ?? (canAsk() ? await orInterrupted(askPrediction(lab, signal), signal) : undefined);
}

/** Runs the lab with the deployed handlers. */
async function run(lab: Lab, { json }: ChaosOptions, signal: AbortSignal): Promise<LabRun> {
  const connection = await connect();
  const control = createControl(await requireRunningCloud());
  const report = (line: string) => json || note(paint.dim(line));
  const time = await realTime(control, { signal, scheduled: [physicalName("booking-expire", connection)] });
  const outcomes = await orInterrupted(runLab(lab, { connection, control, time, report }), signal);
  return { step: connection.outputs.step, outcomes, answer: lab.answers.find(({ holds }) => holds(outcomes)) };
}

/** Runs the lab with step 8's handlers, then with step 9's. Deploys the former step again at the end, even after a failure. */
async function compare(
  lab: Lab,
  { outputs }: Connection,
  options: ChaosOptions,
  signal: AbortSignal,
): Promise<LabRun[]> {
  if (outputs.step > 9) {
    note(
      `Steps 10 to ${outputs.step} will be deleted for the comparison, with all archived events, and deployed again afterwards. Press Ctrl-C now to keep them.`,
    );
  }
  const runs: LabRun[] = [];
  try {
    for (const step of stepsToCompare) {
      await deploy(step, options);
      runs.push(await run(lab, options, signal));
    }
    return runs;
  } finally {
    await deploy(outputs.step, options);
  }
}

async function deploy(step: number, { json }: ChaosOptions): Promise<void> {
  if (!json) note(`Deploying ${stepsInWords(step)} ...`);
  const { deployInChild } = await import("../stack/deployer.ts");
  await withStackLock(await requireRunningCloud(), (cloud) => deployInChild(cloud, step));
}

function showResults(lab: Lab, runs: readonly LabRun[], prediction: string | undefined): void {
  for (const each of runs) {
    say();
    for (const line of describeRun(each)) say(line);
  }
  if (prediction !== undefined) {
    say();
    for (const { step, answer } of runs) {
      const verdict =
        answer?.letter === prediction ? paint.green("that is right") : paint.yellow("that is not what happened");
      say(`You predicted ${paint.bold(prediction)}; with ${handlersOf(step)} ${verdict}.`);
    }
  }
  say();
  for (const line of describeExplanation(lab, runs)) say(line);
  if (runs.length === 1) note(`Run it with both: npx workshop chaos ${lab.name} --compare`);
  if (lab.afterwards) note(lab.afterwards);
}

function inJson({ step, outcomes, answer }: LabRun) {
  return { step, outcomes, answer: answer?.letter };
}

/** @throws Failure instead of the signal's own reason. The faults are cleared by then. */
async function orInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted) throw new Failure("Interrupted. The lab's faults are cleared.", "", 130);
    throw error;
  }
}
