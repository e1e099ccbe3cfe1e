import { createControl } from "@event-choreography/local-cloud/control";
import { findRunningCloud, type RunningCloud } from "../connection/cloud-file.ts";
import { findRepairs } from "../connection/host.ts";
import { readLocalOutputs, type StackOutputs } from "../connection/stack-outputs.ts";
import { isPassed } from "../exercises/passed-files.ts";
import { isUntouched, placesInWorkingCopy } from "../exercises/region-state.ts";
import { folderOfStep, lastTaughtStep } from "../exercises/step-names.ts";
import { openWorkshop, type Workshop } from "../exercises/workshop.ts";
import { type Progress, readProgress } from "../progress/progress.ts";
import { stepsInWords } from "../stack/deploy-up-to.ts";
import { Failure } from "../terminal/failure.ts";
import { paint, say, sayJson } from "../terminal/output.ts";

type State = "passed" | "not yet" | "not checked";

interface ExerciseState {
  number: string;
  title: string;
  state: State;
  path: string;
  line: number;
}

/** `npx workshop status`: shows where the learner is, what has passed, and what is next. */
export async function status(options: { json?: boolean }): Promise<void> {
  const workshop = openWorkshop();
  const progress = readProgress(workshop.workspace);
  const cloud = await findRunningCloud();
  const deployed = cloud && deployedOutputs(cloud);
  const exercises = progress.step ? statesOf(workshop, progress, progress.step) : [];
  const next = nextCommand(progress, exercises, cloud !== undefined);
  if (options.json) {
    return sayJson({ step: progress.step, exercises, cloud: cloud?.endpoint, deployedStep: deployed?.step, next });
  }
  say(`Local cloud   ${cloud ? `running at ${cloud.endpoint}` : "not running"}`);
  if (cloud) {
    const { scale } = await createControl(cloud).clock();
    if (scale !== 1) say(`Clock         ${scale} times as fast; for normal speed: npx workshop speed 1`);
    say(`Deployed      ${await deployedInWords(cloud, deployed)}`);
  }
  say(
    `Workshop      ${progress.step ? `step ${progress.step} of ${lastTaughtStep}, ${folderOfStep(progress.step)}` : "not started"}`,
  );
  for (const { number, title, state, path, line } of exercises) {
    say(`  ${mark(state)} ${paint.bold(number)} ${title}`);
    if (state !== "passed") say(`                  ${paint.dim(`${path}:${line}`)}`);
  }
  say(`Next          ${paint.bold(next)}`);
}

async function deployedInWords(cloud: RunningCloud, deployed: StackOutputs | undefined): Promise<string> {
  const { unfinished } = await findRepairs(cloud);
  if (unfinished) return "partly: the last deployment did not finish. Again: npx workshop up";
  return deployed ? stepsInWords(deployed.step) : "nothing";
}

function deployedOutputs(cloud: RunningCloud): StackOutputs | undefined {
  try {
    return readLocalOutputs(cloud);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function statesOf(workshop: Workshop, progress: Progress, step: number): ExerciseState[] {
  return workshop.catalogue.ofStep(step).map((exercise) => {
    const { file: path, line } = placesInWorkingCopy(workshop, exercise)[0]!;
    return { number: exercise.number, title: exercise.title, state: stateOf(workshop, progress, exercise), path, line };
  });
}

function stateOf(workshop: Workshop, progress: Progress, exercise: Workshop["catalogue"]["exercises"][number]): State {
  if (isPassed(workshop, progress, exercise)) return "passed";
  return isUntouched(workshop, exercise) ? "not yet" : "not checked";
}

function mark(state: State): string {
  if (state === "passed") return paint.green("passed     ");
  return state === "not yet" ? "not yet    " : paint.yellow("not checked");
}

function nextCommand({ step }: Progress, exercises: ExerciseState[], runs: boolean): string {
  if (!runs) return "npm start";
  if (step === undefined) return "npx workshop begin 1";
  const open = exercises.find(({ state }) => state !== "passed");
  if (open) return `npx workshop check ${open.number}`;
  if (step < lastTaughtStep) return `npx workshop begin ${step + 1}`;
  return "use it: a service of your own (docs/your-own-event), then a real account (docs/aws.md)";
}
