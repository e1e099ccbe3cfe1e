import wrapAnsi from "wrap-ansi";
import { connect } from "../connection/connection.ts";
import { stepOf } from "../exercises/catalogue.ts";
import { requireExercise, requireStep } from "../exercises/find-exercise.ts";
import { openWorkshop } from "../exercises/workshop.ts";
import { openAccount } from "../live-checks/account.ts";
import { lookAtStep } from "../live-checks/check-step.ts";
import type { LiveFinding } from "../live-checks/finding.ts";
import { currentStep } from "../progress/current-step.ts";
import { Failure } from "../terminal/failure.ts";
import { note, paint, say, sayJson } from "../terminal/output.ts";

interface LiveOptions {
  aws?: boolean;
  json?: boolean;
}

/** `npx workshop check 3 --live [--aws]`: what is deployed, asked of AWS. The exit code is 0 only if all of it is right. */
export async function checkLive(what: string | undefined, options: LiveOptions): Promise<void> {
  const connection = await connect(options);
  const step = stepFrom(what) ?? connection.outputs.step;
  refuseUndeployed(step, connection.outputs.step, options);
  if (!options.json) note(`Looking at step ${step} in ${connection.isLocal ? "the local cloud" : "your account"} ...`);
  const findings = await lookAtStep(await openAccount(connection), step);
  if (options.json) sayJson({ step, deployedStep: connection.outputs.step, findings });
  else for (const line of findings.flatMap(inLines)) say(line);
  if (findings.some(({ outcome }) => outcome !== "passed")) process.exitCode = 1;
}

/** The step that is named, by itself or by one of its exercises; or the one under way. */
function stepFrom(what: string | undefined): number | undefined {
  if (what === undefined) return currentStep();
  const { catalogue } = openWorkshop();
  return what.includes(".") ? stepOf(requireExercise(catalogue, what).number) : requireStep(catalogue, what);
}

function refuseUndeployed(step: number, deployed: number, { aws }: LiveOptions): void {
  if (step <= deployed) return;
  throw new Failure(
    `Step ${step} is not deployed: what is there goes up to step ${deployed}.`,
    aws ? `Deploy it: npx pulumi config set step ${step}, then npx pulumi up` : `Deploy it: npx workshop up ${step}`,
  );
}

function inLines({ what, outcome, seen, expected, mend }: LiveFinding): string[] {
  const mark = outcome === "passed" ? paint.green("passed     ") : paint.yellow("not yet    ");
  const [first = "", ...rest] = broken(what);
  const more = [
    ["seen", seen],
    ["expected", expected],
    ["mend", mend],
  ].flatMap(([label, text]) => {
    const [begin, ...others] = text ? broken(text, 10) : [];
    return begin === undefined ? [] : [`${label!.padEnd(10)}${begin}`, ...others.map((line) => " ".repeat(10) + line)];
  });
  return [`${mark} ${first}`, ...[...rest, ...more].map((line) => " ".repeat(12) + line)];
}

function broken(text: string, indent = 0): string[] {
  const width = Math.min(process.stdout.columns || 80, 100) - 12 - indent;
  return wrapAnsi(text, width, { hard: true }).split("\n");
}
