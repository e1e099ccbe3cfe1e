import wrapAnsi from "wrap-ansi";
import { connect } from "../connection/connection.ts";
import { attendeeOf } from "../connection/physical-name.ts";
import { stepOf } from "../exercises/catalogue.ts";
import { requireExercise, requireStep } from "../exercises/find-exercise.ts";
import { lastStep } from "../exercises/step-names.ts";
import { openWorkshop } from "../exercises/workshop.ts";
import { openAccount } from "../live-checks/account.ts";
import { checkStep } from "../live-checks/check-step.ts";
import type { LiveFinding } from "../live-checks/finding.ts";
import { IntendedProgram } from "../live-checks/intended-program.ts";
import { currentStep } from "../progress/current-step.ts";
import { Failure } from "../terminal/failure.ts";
import { note, paint, say, sayJson } from "../terminal/output.ts";

interface LiveOptions {
  aws?: boolean;
  json?: boolean;
}

/** `npx workshop check 3 --live [--aws]`: checks what is deployed, by the AWS API. The exit code is 0 only if all of it passes. */
export async function checkLive(what: string | undefined, options: LiveOptions): Promise<void> {
  const connection = await connect(options);
  const step = stepFrom(what) ?? connection.outputs.step;
  refuseUndeployed(step, connection.outputs.step, options);
  if (!options.json) note(`Checking step ${step} in ${connection.isLocal ? "the local cloud" : "your account"} ...`);
  using program = new IntendedProgram(attendeeOf(connection));
  const findings = await checkStep(await openAccount(connection), step, program);
  if (options.json) sayJson({ step, deployedStep: connection.outputs.step, findings });
  else for (const line of findings.flatMap(inLines)) say(line);
  if (findings.some(({ outcome }) => outcome !== "passed")) process.exitCode = 1;
}

/** The step of "3" or "3.2"; without an argument the current step, if any. */
function stepFrom(what: string | undefined): number | undefined {
  if (what === undefined) return currentStep();
  const { catalogue } = openWorkshop();
  if (what.includes(".")) return stepOf(requireExercise(catalogue, what).number);
  // A step of your own has no exercises, but it can be checked.
  const step = Number(what);
  return Number.isInteger(step) && step >= 1 && step <= lastStep ? step : requireStep(catalogue, what);
}

function refuseUndeployed(step: number, deployed: number, { aws }: LiveOptions): void {
  if (step <= deployed) return;
  throw new Failure(
    `Step ${step} is not deployed: the last deployed step is ${deployed}.`,
    aws ? `Deploy it: npx pulumi config set step ${step}, then npx pulumi up` : `Deploy it: npx workshop up ${step}`,
  );
}

function inLines({ what, outcome, seen, expected, fix }: LiveFinding): string[] {
  const mark = outcome === "passed" ? paint.green("passed     ") : paint.yellow("not yet    ");
  const [first = "", ...rest] = wrapped(what);
  const more = [
    ["seen", seen],
    ["expected", expected],
    ["fix", fix],
  ].flatMap(([label, text]) => {
    const [start, ...others] = text ? wrapped(text, 10) : [];
    return start === undefined ? [] : [`${label!.padEnd(10)}${start}`, ...others.map((line) => " ".repeat(10) + line)];
  });
  return [`${mark} ${first}`, ...[...rest, ...more].map((line) => " ".repeat(12) + line)];
}

function wrapped(text: string, indent = 0): string[] {
  const width = Math.min(process.stdout.columns || 80, 100) - 12 - indent;
  return wrapAnsi(text, width, { hard: true }).split("\n");
}
