import { describe, expect, test } from "vitest";
import { findRegions, withMarkers } from "./find-regions.ts";

const original = `import a from "a";

export function first() {
  const rule = new Rule({
    //#region 2.1 Name the bus
    //- name: "",
    name: "bus",
    //#endregion
    bus: a,
  });

  //#region 2.2 Let only this rule in
  allow(rule);
  //#endregion

  return rule;
}
`;
const [inProperty, statement] = [
  '    //#region 2.1 Name the bus\n    //- name: "",\n    name: "bus",\n    //#endregion\n',
  "  //#region 2.2 Let only this rule in\n  allow(rule);\n  //#endregion\n",
] as const;

const bodies = (text: string) =>
  findRegions(text, original).map(({ number, body }) => [number, body.map((l) => l.trim())]);

describe("an exercise without its marker lines", () => {
  test.each([
    ["both of one are gone", original.replace(inProperty, '    name: "mine",\n')],
    ["only the first is gone", original.replace(/ *\/\/#region 2\.1.*\n.*\n.*\n/, '    name: "mine",\n')],
    ["only the last is gone", original.replace(/ *\/\/- .*\n.*\n *\/\/#endregion\n/, '    name: "mine",\n')],
    ["all are gone", original.replace(inProperty, '    name: "mine",\n').replace(statement, "  allow(rule);\n")],
    [
      "lines far away changed",
      original.replace('import a from "a"', 'import b from "b"').replace(inProperty, '    name: "mine",\n'),
    ],
  ])("is found by the lines around it: %s", (_, text) => {
    expect(bodies(text)).toEqual([
      ["2.1", ['name: "mine",']],
      ["2.2", ["allow(rule);"]],
    ]);
  });

  test("gets them back, in their place, with the learner's code", () => {
    const without = original.replace(inProperty, '    name: "mine",\n').replace(/ *\/\/#region 2\.2.*\n/, "");

    expect(withMarkers(without, original)).toBe(
      original.replace(inProperty, '    //#region 2.1 Name the bus\n    name: "mine",\n    //#endregion\n'),
    );
  });
});

describe("is not guessed", () => {
  test.each([
    [
      "the line before it is gone, too",
      original.replace(`  const rule = new Rule({\n${inProperty}`, "  const r = {\n"),
    ],
    ["the lines around it are there twice", original.replace(inProperty, "") + original.replace(inProperty, "")],
    ["the file is another one", "something();\n"],
  ])("if %s", (_, text) => {
    expect(findRegions(text, original).map(({ number }) => number)).not.toContain("2.1");
  });

  test("if a region is there twice", () => {
    const twice = original.replace("    //#region 2.1 Name the bus\n", (marker) => marker + marker);
    expect(() => findRegions(twice, original)).toThrow("not closed before the next region");
  });
});

test("a file with all its markers is as it is, whatever is around them", () => {
  const changed = original.replace("bus: a,", "").replace("const rule = new", "const r = await make");
  expect(withMarkers(changed, original)).toBe(changed);
  expect(findRegions(changed, original)).toHaveLength(2);
});
