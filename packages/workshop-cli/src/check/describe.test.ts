import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { describeCheck } from "./describe.ts";
import type { Finding, Verdict } from "./judge.ts";

describe("describeCheck", () => {
  test("shows a passed exercise in one line, and what comes next", () => {
    expect(lines([verdict(), verdict({ number: "3.2" })])).toEqual([
      "passed      3.1 Make a rule",
      "passed      3.2 Make a rule",
      "",
      "All exercises pass. Deploy them: npx workshop up. Then: npx workshop begin 4",
    ]);
  });

  test("shows why an exercise does not pass, what was seen and expected, where, and where to continue", () => {
    expect(lines([notYet(finding()), verdict({ number: "3.2" })])).toEqual([
      "not yet     3.1 Make a rule",
      "            puts the rule on our bus",
      "            because   it sits on the default bus",
      "            seen      undefined",
      "            at        steps/03-payment/infra.ts:32",
      "passed      3.2 Make a rule",
      "",
      "Next: steps/03-payment/infra.ts:32. Stuck? npx workshop hint 3.1",
    ]);
  });

  test("shows what was expected from the second try on: it is often the solution", () => {
    const shown = (tries: number) => lines([{ ...notYet(finding()), tries }]).join("\n");

    expect(shown(1)).not.toContain("expected");
    expect(shown(2)).toContain('expected  "AircraftBookingBus"');
  });

  test("leaves out that a condition is false, if there is a reason", () => {
    const shown = (why?: string) => lines([notYet(finding({ why, seen: "false", expected: "true" }))]).join("\n");

    expect(shown("it sits on the default bus")).not.toContain("seen");
    expect(shown(undefined)).toContain("seen      false");
  });

  test("shows one finding per exercise of a step, and three of a single exercise", () => {
    const many = notYet(finding(), finding({ message: "second" }), finding({ message: "third" }));

    expect(lines([many, verdict({ number: "3.2" })]).join()).not.toContain("second");
    expect(lines([many, verdict({ number: "3.2" })])).toContain("            and 2 more: npx workshop check 3.1");
    expect(lines([many]).join()).toContain("third");
  });

  test("shows a reason once, and at most a screenful of one exercise", () => {
    const long = notYet(
      ...["a", "b", "c"].map((message) => finding({ message, seen: "x ".repeat(300), expected: "y ".repeat(300) })),
    );

    const shown = lines([long]);
    expect(shown.filter((line) => line.includes("because"))).toHaveLength(1);
    expect(shown.length).toBeLessThanOrEqual(24);
  });

  test("fits a whole step on one screen, with the first exercises in full", () => {
    const long = notYet(finding({ why: "and why ".repeat(20), seen: "x ".repeat(60) }));
    const shown = lines(["3.1", "3.2", "3.3", "3.4"].map((number) => ({ ...long, number })));

    expect(shown.length).toBeLessThanOrEqual(22);
    expect(shown).toContain("            puts the rule on our bus");
    for (const number of ["3.1", "3.2", "3.3", "3.4"]) expect(shown).toContain(`not yet     ${number} Make a rule`);
  });

  test("continues at the cause, not at an exercise that waits for it", () => {
    const waiting = { ...notYet(finding()), waitsFor: "3.2" };
    const cause = { ...notYet(finding({ place: { file: "infra.ts", line: 7 } })), number: "3.2" };

    expect(lines([waiting, cause]).at(-1)).toBe("Next: infra.ts:7. Stuck? npx workshop hint 3.2");
  });

  test("shows a reason that breaks several exercises once", () => {
    const broken = (number: string) => ({
      ...notYet(finding({ message: "it does not parse" })),
      number,
      outcome: "broken" as const,
    });

    expect(lines([broken("3.1"), broken("3.2")])).toContain("            for the same reason");
  });

  test("shows what a negated assertion excludes, unless a reason says more", () => {
    const negated = { seen: "B123", expected: "B123" };

    expect(lines([notYet(finding({ ...negated, why: undefined }))])).toContain("            expected  anything else");
    expect(lines([notYet(finding({ ...negated, why: "it is lost" }))]).join("\n")).not.toContain("anything else");
  });

  test("shows at once what the learner's own test expects", () => {
    const place = { file: "services/payment/decide.test.ts", line: 16 };

    expect(lines([notYet(finding({ place }))]).join("\n")).toContain('expected  "AircraftBookingBus"');
  });

  test("shows failures outside the exercises", () => {
    const other = {
      file: "a.test.ts",
      title: "keeps the log for a week",
      state: "failed" as const,
      errors: [{ message: "too long: expected 1 to be 7", expected: "7", places: [] }],
    };

    const shown = describeCheck({ verdicts: [verdict()], others: [other], deployed: [] }, 3).map(
      stripVTControlCharacters,
    );
    expect(shown).toContain("outside     keeps the log for a week");
    expect(shown).toContain("            too long");
    expect(shown.at(-1)).toContain("npx workshop diff");
  });

  test("shows what failed when the step was deployed, which no exercise had noticed", () => {
    const failed = {
      file: "steps/07-compensation/flow.test.ts",
      title: "the deployed step completes a booking",
      state: "failed" as const,
      errors: [{ message: "no ticket: expected 1 to be 0", places: [] }],
    };

    const shown = describeCheck({ verdicts: [verdict()], others: [], deployed: [failed] }, 7).map(
      stripVTControlCharacters,
    );
    expect(shown).toContain("deployed    the deployed step completes a booking");
    expect(shown).toContain("            no ticket");
    expect(shown.at(-1)).toContain("does not work when it is deployed");
  });

  test("leaves out failures outside the exercise if its own fill the screen", () => {
    const long = { why: "and why ".repeat(30) };
    const open = notYet(finding(long), finding({ ...long, message: "second" }), finding({ message: "third" }));
    const other = { file: "a.test.ts", title: "keeps the log", state: "failed" as const, errors: [] };

    const shown = describeCheck({ verdicts: [open], others: [other, other, other], deployed: [] }, 3);

    expect(shown.length).toBeLessThan(24);
  });

  test("shows one failure outside while the exercise is open, whose mistake may cause them", () => {
    const others = ["a", "b"].map((title) => ({ file: "a.test.ts", title, state: "failed" as const, errors: [] }));
    const shown = (checked: Verdict) => describeCheck({ verdicts: [checked], others, deployed: [] }, 3).join();

    expect(shown(notYet(finding()))).not.toContain("outside     b");
    expect(shown(verdict())).toContain("outside     b");
  });

  test("keeps to 80 columns", () => {
    const wide = notYet(
      finding({
        message: "many words ".repeat(20),
        why: "and why ".repeat(30),
        seen: "{ a: 1 } ".repeat(20),
        expected: `arn:aws:events:us-east-1:000000000000:rule/${"AircraftBookingBus".repeat(3)}`,
      }),
    );

    for (const line of lines([wide])) expect(line.length).toBeLessThanOrEqual(80);
  });
});

function lines(verdicts: Verdict[]): string[] {
  return describeCheck({ verdicts, others: [], deployed: [] }, 3).map(stripVTControlCharacters);
}

function verdict(rest: Partial<Verdict> = {}): Verdict {
  const place = { file: "steps/03-payment/infra.ts", line: 30 };
  return { number: "3.1", title: "Make a rule", outcome: "passed", findings: [], place, ...rest };
}

function notYet(...findings: Finding[]): Verdict {
  return verdict({ outcome: "not yet", findings });
}

function finding(rest: Partial<Finding> = {}): Finding {
  return {
    message: "puts the rule on our bus",
    why: "it sits on the default bus",
    seen: "undefined",
    expected: '"AircraftBookingBus"',
    place: { file: "steps/03-payment/infra.ts", line: 32 },
    ...rest,
  };
}
