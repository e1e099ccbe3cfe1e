import { writeFileSync } from "node:fs";
import { openWorkshop, stepOf } from "@event-choreography/workshop-cli/exercises";
import { duration, note, paint, say, table } from "@event-choreography/workshop-cli/terminal";
import { Command } from "commander";
import { hintProblems } from "./hints.ts";
import { type ProtectionProof, protectedSteps, proveProtections } from "./protections.ts";
import { type Proof, prove } from "./prove.ts";

function commandLine(): Command {
  return new Command("npm run prove --")
    .description(
      "Removes the code of each exercise, and proves that its check then fails for the exercise's own reason. " +
        `Removes each protection of steps ${protectedSteps.join(", ")}, and proves that an invariant is then violated.`,
    )
    .argument("[step or exercise...]", "only these, e.g. 5 or 5.3 (default: all)")
    .option("--json <file>", "write the numbers of passed and failed trials to this file");
}

/** `npm run prove [-- step … --json FILE]`. Sets exit code 1 if a proof fails. */
export async function main(args: readonly string[]): Promise<void> {
  const startedAt = performance.now();
  const given = commandLine().parse(args, { from: "user" });
  const { json } = given.opts<{ json?: string }>();
  const workshop = openWorkshop();
  const only = given.args.filter((arg) => arg.includes("."));
  const steps = given.args.length > 0 ? [...new Set(given.args.map(stepOf))] : workshop.catalogue.steps;
  const exercises = workshop.catalogue.exercises.filter(({ number }) =>
    only.length > 0 ? only.includes(number) : steps.includes(stepOf(number)),
  );
  if (exercises.length === 0) given.error(`There is no step or exercise ${given.args.join(", ")}.`);
  const problems = await hintProblems(workshop, steps);
  const proofs = await prove(
    workshop,
    steps,
    ({ name, seconds, problems: [problem] }) => {
      note(
        `${problem ? paint.red("no") : paint.green("ok")}  ${name} ${paint.dim(`(${seconds.toFixed(1)} s)`)}${problem ? `: ${problem}` : ""}`,
      );
    },
    only.length > 0 ? { only } : {},
  );
  const protections = await proveProtections(
    workshop,
    only.length > 0 ? [] : steps,
    ({ mistake, seconds, violation }) => {
      note(`${violation ? paint.green("ok") : paint.red("no")}  ${mistake} ${paint.dim(`(${seconds.toFixed(1)} s)`)}`);
    },
  );
  say();
  for (const line of table(proofs.flatMap(rowOf), { indent: 0 })) say(line);
  say();
  if (protections.length > 0) say("Violations without one protection, by step:");
  for (const line of table(protections.map(protectionRow), { indent: 0 })) say(line);
  say();
  for (const problem of problems) say(paint.red(problem));
  const trials = proofs.length + protections.length;
  const failed =
    proofs.filter((proof) => proof.problems.length > 0).length +
    protections.filter(({ violation }) => !violation).length +
    problems.length;
  say(
    `${exercises.length} exercises, ${protections.length} protections, ${trials} trials in ${duration(performance.now() - startedAt)}`,
  );
  const passed = trials - failed + problems.length;
  if (json) writeFileSync(json, JSON.stringify({ passed, failed }));
  say(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

/** The message that a learner reads if only this exercise is unsolved. */
function rowOf({ name, trial, verdicts }: Proof): string[][] {
  if (!name.endsWith("cut alone")) return [];
  const own = verdicts.find(({ number }) => number === trial.cut[0])!;
  const also = verdicts.filter(({ number, outcome }) => number !== own.number && outcome !== "passed");
  const alsoText = also.length > 0 ? paint.dim(`(also ${also.map(({ number }) => number).join(", ")})`) : "";
  return [[own.number, own.outcome, `${own.findings[0]?.message.split("\n")[0] ?? ""} ${alsoText}`]];
}

/** The violation without a protection. */
function protectionRow({ step, mistake, violation }: ProtectionProof): string[] {
  return [String(step), mistake, violation ?? paint.red("no violation")];
}
