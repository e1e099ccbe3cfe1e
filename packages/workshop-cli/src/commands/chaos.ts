import { createControl } from "@event-choreography/local-cloud/control";
import { askPrediction, canAsk } from "../chaos/ask.ts";
import {
  describeBothWays,
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
import { withStack } from "../cloud/stack-lock.ts";
import { type Connection, connect, requireRunningCloud } from "../connection/connection.ts";
import { lastStep } from "../exercises/step-names.ts";
import { stepsInWords } from "../stack/deploy-up-to.ts";
import { Failure } from "../terminal/failure.ts";
import { note, paint, paragraph, say, sayJson, table } from "../terminal/output.ts";
import { untilInterrupted } from "../terminal/until-interrupted.ts";

interface ChaosOptions {
  predict?: string;
  compare?: boolean;
  json?: boolean;
}

/** The first step with a way back, and so with all that the labs look at. */
const firstStep = 7;
/** The naive handlers with queues for what fails, and the ones that an event may reach twice. */
const stepsToCompare = [8, 9];

/** `npx workshop chaos [lab]`: predict, switch something off, and see what happens. */
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
  tellResults(lab, runs, prediction);
}

function listLabs({ json }: ChaosOptions): void {
  if (json) return sayJson(labs.map(({ name, title }, index) => ({ number: index + 1, name, title })));
  say("Labs with the running local cloud:");
  for (const line of table(labs.map(({ name, title }, index) => [String(index + 1), paint.bold(name), title])))
    say(line);
  note(`\nDo one: ${paint.bold("npx workshop chaos twice")}. Under step 8's handlers and step 9's: --compare`);
}

function requireLab(name: string): Lab {
  const lab = findLab(name);
  if (lab) return lab;
  throw new Failure(`There is no lab "${name}".`, `There are: ${labs.map((each) => each.name).join(", ")}`);
}

function refuseEarlySteps({ outputs }: Connection): void {
  if (outputs.step >= firstStep) return;
  throw new Failure(
    `The labs need the whole choreography, and ${stepsInWords(outputs.step)} ${outputs.step === 1 ? "is" : "are"} deployed.`,
    `Deploy more: npx workshop up ${Math.min(9, lastStep)}`,
  );
}

async function predictionFor(lab: Lab, options: ChaosOptions, signal: AbortSignal): Promise<string | undefined> {
  const letters = lab.answers.map(({ letter }) => letter);
  if (options.predict !== undefined && !letters.includes(options.predict)) {
    throw new Failure(`--predict takes one of ${letters.join(", ")}, and got "${options.predict}".`);
  }
  if (options.json) return options.predict;
  for (const line of describeQuestion(lab)) say(line);
  say();
  return options.predict ?? (canAsk() ? await orInterrupted(askPrediction(lab, signal), signal) : undefined);
}

/** Under the handlers that are deployed. */
async function run(lab: Lab, { json }: ChaosOptions, signal: AbortSignal): Promise<LabRun> {
  const connection = await connect();
  const control = createControl(requireRunningCloud());
  const tell = (text: string) => json || note(paint.dim(text));
  const outcomes = await orInterrupted(
    runLab(lab, { connection, control, time: await realTime(control, signal), tell }),
    signal,
  );
  return { step: connection.outputs.step, outcomes, answer: lab.answers.find(({ holds }) => holds(outcomes)) };
}

/** Under step 8's handlers, then step 9's; what was deployed is deployed again at the end, however that comes. */
async function compare(
  lab: Lab,
  { outputs }: Connection,
  options: ChaosOptions,
  signal: AbortSignal,
): Promise<LabRun[]> {
  if (outputs.step > 9) {
    note(
      `Steps 10 to ${outputs.step} are taken down meanwhile: the archive loses what is in it. Ctrl-C now if that matters.`,
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
  const cloud = requireRunningCloud();
  await withStack(cloud, () => deployInChild(cloud, step));
}

function tellResults(lab: Lab, runs: readonly LabRun[], prediction: string | undefined): void {
  for (const each of runs) {
    say();
    for (const line of describeRun(each)) say(line);
  }
  if (prediction !== undefined) {
    say();
    for (const { step, answer } of runs) {
      const verdict = answer?.letter === prediction ? paint.green("so it was") : paint.yellow("it was another way");
      say(`You predicted ${paint.bold(prediction)}; under ${handlersOf(step)} ${verdict}.`);
    }
  }
  say();
  for (const line of paragraph(lab.explanation)) say(line);
  if (runs.length === 1) for (const line of describeBothWays(lab)) say(line);
  if (runs.length === 1) note(`See both: npx workshop chaos ${lab.name} --compare`);
  if (lab.afterwards) note(lab.afterwards);
}

function inJson({ step, outcomes, answer }: LabRun) {
  return { step, outcomes, answer: answer?.letter };
}

/** @throws Failure in the place of the signal's own reason: the faults are off by then. */
async function orInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted) throw new Failure("Ended early. No fault of the lab is on any more.", "", 130);
    throw error;
  }
}
