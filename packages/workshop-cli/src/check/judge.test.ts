import { describe, expect, test } from "vitest";
import { Catalogue } from "../exercises/catalogue.ts";
import type { Workshop } from "../exercises/workshop.ts";
import { type Evidence, judge, otherFailures, reasonIn } from "./judge.ts";
import type { TestFinding } from "./test-report.ts";

const path = "steps/03-payment/infra.ts";
const original = `one();
//#region 3.1 Make a rule
rule();
//#endregion
//#region 3.2 Make a permission
permission();
//#endregion
end();
`;

describe("an exercise", () => {
  test("is passed if all tests with its number pass", () => {
    expect(judged({ tests: [test31(), test31({ title: "3.1 and more" })] })[0]).toMatchObject({
      number: "3.1",
      outcome: "passed",
      findings: [],
      place: { file: path, line: 2 },
    });
  });

  test("is 'not yet' if one of them fails, with what was seen, what was expected, and why", () => {
    const error = {
      message: "on our bus: expected undefined to be 'b'",
      actual: "undefined",
      expected: '"b"',
      places: [],
    };

    expect(judged({ tests: [test31(), test31({ state: "failed", errors: [error] })] })[0]).toMatchObject({
      outcome: "not yet",
      findings: [
        { message: "makes a rule", why: "on our bus", seen: "undefined", expected: '"b"', place: { line: 2 } },
      ],
    });
  });

  test.each(["skipped", undefined] as const)("is 'not yet' if its only test is %s", (state) => {
    expect(judged({ tests: state ? [test31({ state })] : [] })[0]).toMatchObject({
      outcome: "not yet",
      findings: [{ message: "there is no test for 3.1 yet" }],
    });
  });

  test("does not depend on another exercise's tests, not even on those of 3.10", () => {
    expect(judged({ tests: [test31(), test31({ title: "3.10 fails", state: "failed" })] })[0]?.outcome).toBe("passed");
  });

  test("is broken if its file is missing", () => {
    expect(judged({ tests: [] }, {}, null)[0]).toMatchObject({
      outcome: "broken",
      findings: [{ message: "the file is missing" }],
    });
  });

  test("is judged by its tests if marker lines are missing", () => {
    const text = original.replace("//#region 3.1 Make a rule\n", "");

    expect(judged({ tests: [test31()] }, {}, text)[0]?.outcome).toBe("passed");
    expect(judged({ tests: [test31({ state: "failed" })] }, {}, text)[0]?.outcome).toBe("not yet");
  });
});

test("a unit test's failure is in the file beside it, if the exercise has several files", () => {
  const files = ["services/a.ts", "services/b.ts"];
  const originals = new Map(files.map((file) => [file, "//#region 3.1 Do it twice\nonce();\n//#endregion\n"]));
  const workshop = { originals, catalogue: new Catalogue(originals), workingCopy: originals } as unknown as Workshop;
  const tests = [test31({ file: "services/b.test.ts", state: "failed" })];

  const [verdict] = judge(workshop, workshop.catalogue.exercises, {
    report: { tests, fileErrors: [] },
    typeFaults: [],
  });

  expect(verdict?.findings).toMatchObject([{ place: { file: "services/b.ts" } }]);
});

describe("a type error", () => {
  test("belongs to the exercise that contains its line, and is reported once per line", () => {
    const [first, second] = judged({ tests: [test31()] }, { typeFaults: [fault(6, "no"), fault(6, "no more")] });

    expect(first?.outcome).toBe("passed");
    expect(second).toMatchObject({ outcome: "broken", findings: [{ message: "no", place: { line: 6 } }] });
    expect(second?.findings).toHaveLength(1);
  });

  test.each([
    [1, "3.1"],
    [4, "3.1"],
    [8, "3.2"],
  ])("in line %i, outside the exercises, belongs to the nearest: %s", (line, number) => {
    const broken = judged({ tests: [test31()] }, { typeFaults: [fault(line, "no")] }).filter(
      ({ outcome }) => outcome === "broken",
    );

    expect(broken.map((verdict) => verdict.number)).toEqual([number]);
  });

  test("blocks the other exercises of the file, each with one line", () => {
    const fileErrors = [{ file: "infra.test.ts", error: { message: "it does not parse", places: [] } }];

    expect(judged({ fileErrors }, { typeFaults: [fault(3, "no")] })[1]).toMatchObject({
      outcome: "broken",
      findings: [{ message: "it cannot be checked until 3.1 is fixed", place: { file: path, line: 3 } }],
      waitsFor: "3.1",
    });
  });
});

describe("a booking that does not arrive", () => {
  const inFlow = test31({ file: "steps/03-payment/flow.test.ts", title: "3.2 charges", state: "failed" });

  test("may be caused by another exercise, which comes first", () => {
    const [first, second] = judged({ tests: [test31({ state: "failed" }), inFlow] });

    expect(first?.waitsFor).toBeUndefined();
    expect(second).toMatchObject({
      outcome: "not yet",
      findings: [{ message: "charges", why: expect.stringContaining("3.1 is not right yet") }],
      waitsFor: "3.1",
    });
  });

  test("is this exercise's own problem if no other exercise fails, or a closer test of its own does", () => {
    const alone = judged({ tests: [test31(), inFlow] })[1];
    const closer = judged({
      tests: [test31({ state: "failed" }), inFlow, test31({ title: "3.2 allows", state: "failed" })],
    })[1];

    for (const verdict of [alone, closer]) {
      expect(verdict?.outcome).toBe("not yet");
      expect(verdict?.waitsFor).toBeUndefined();
    }
  });
});

test("a program that throws breaks the exercises whose tests could not run, and names the place in the learner's file", () => {
  const places = [
    { file: "infra/fold.ts", line: 9 },
    { file: path, line: 3 },
  ];
  const fileErrors = [{ file: "infra.test.ts", error: { message: "two of one name\nand so on", places } }];
  const tests = [test31({ file: "other.test.ts" })];

  expect(judged({ fileErrors, tests })[0]).toMatchObject({
    outcome: "broken",
    findings: [{ message: "two of one name", place: { file: path, line: 3 } }],
  });
});

test("a program that throws is not blamed on the test that runs it", () => {
  const testFile = "steps/03-payment/infra.test.ts";
  const originals = new Map([
    [path, original],
    [testFile, "//#region 3.3 Test it\ntest();\n//#endregion\n"],
  ]);
  const workshop = { originals, catalogue: new Catalogue(originals), workingCopy: originals } as unknown as Workshop;
  const error = { message: "two of one name", places: [{ file: testFile, line: 1 }] };

  const [first] = judge(workshop, workshop.catalogue.exercises, {
    report: { tests: [], fileErrors: [{ file: testFile, error }] },
    typeFaults: [],
  });

  expect(first?.findings).toMatchObject([{ place: { file: path, line: 2 } }]);
});

test("a test without a number belongs to no exercise", () => {
  const report = {
    tests: [test31({ title: "keeps the log", state: "failed" }), test31({ state: "failed" })],
    fileErrors: [],
  };

  expect(otherFailures(report).map(({ title }) => title)).toEqual(["keeps the log"]);
});

test.each([
  ["why: expected 1 to be 2", "2", "why"],
  ["why: expected undefined to be defined", undefined, "why"],
  ["expected 1 to be 2", "2", undefined],
  ["expected undefined to be defined", undefined, "expected undefined to be defined"],
  ["something threw", undefined, "something threw"],
])("takes the reason in %j from the test's own message", (message, expected, reason) => {
  expect(reasonIn({ message, expected, places: [] })).toBe(reason);
});

/** `text` is the learner's file, or null if it is missing. */
function judged(report: Partial<Evidence["report"]>, rest: Partial<Evidence> = {}, text: string | null = original) {
  const originals = new Map([[path, original]]);
  const catalogue = new Catalogue(originals);
  const workingCopy = new Map(text === null ? [] : [[path, text]]);
  const workshop = { originals, catalogue, workingCopy } as unknown as Workshop;
  return judge(workshop, catalogue.exercises, {
    report: { tests: [], fileErrors: [], ...report },
    typeFaults: [],
    ...rest,
  });
}

function test31(finding: Partial<TestFinding> = {}): TestFinding {
  return { file: "infra.test.ts", title: "3.1 makes a rule", state: "passed", errors: [], ...finding };
}

function fault(line: number, message: string) {
  return { file: path, line, message };
}
