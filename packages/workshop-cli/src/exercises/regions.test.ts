import { describe, expect, it } from "vitest";
import { cutRegions, fillRegion, parseRegions, type RegionError } from "./regions.ts";

const source = `const bus = 1;
  //#region 3.2 Let only this rule invoke the function
  //- const permission = undefined;
  const permission = make(bus);
  //#endregion
export { permission };
`;

describe("parseRegions", () => {
  it("reads number, title, body and placeholder", () => {
    const [region] = parseRegions(source);

    expect(region).toMatchObject({
      number: "3.2",
      title: "Let only this rule invoke the function",
      startLine: 1,
      endLine: 4,
      body: ["  const permission = make(bus);"],
      placeholder: ["  const permission = undefined;"],
    });
  });

  it("reads a region without a number, which is only quoted", () => {
    expect(parseRegions("//#region publish\na();\n//#endregion")).toMatchObject([
      { number: undefined, title: "publish", body: ["a();"] },
    ]);
  });

  it.each([
    ["# #region 1.1 Name the bus\nx: 1\n# #endregion", "Name the bus"],
    ["<!-- #region 1.1 Name the bus -->\ntext\n<!-- #endregion -->", "Name the bus"],
  ])("reads markers in the comments of other languages", (text, title) => {
    expect(parseRegions(text)).toMatchObject([{ number: "1.1", title }]);
  });

  it.each([
    ["//#region 1.1 A\n//#region 1.2 B\n//#endregion", "Region 1.1 is not closed before the next region begins.", 2],
    ["a\n//#endregion", "There is an #endregion here without a #region before it.", 2],
    ["a\n\n//#region 1.1 A\nb", "Region 1.1 has no #endregion.", 3],
  ])("throws with the line where markers do not pair up", (text, message, line) => {
    const parse = () => parseRegions(text);

    expect(parse).toThrow(message);
    expect(parse).toThrow(expect.objectContaining({ line } as Partial<RegionError>));
  });
});

describe("cutRegions", () => {
  it("leaves the TODO and the placeholder code between the markers", () => {
    expect(cutRegions(source, (number) => number === "3.2")).toBe(`const bus = 1;
  //#region 3.2 Let only this rule invoke the function
  // TODO 3.2: Let only this rule invoke the function
  const permission = undefined;
  //#endregion
export { permission };
`);
  });

  it("leaves the other regions as they are", () => {
    expect(cutRegions(source, (number) => number === "3.1")).toBe(source);
  });

  it("keeps Windows line endings", () => {
    const windows = source.replaceAll("\n", "\r\n");

    expect(cutRegions(windows, () => true)).not.toMatch(/[^\r]\n/);
  });
});

describe("fillRegion", () => {
  it("fills places with the same number in order", () => {
    const twice = "//#region 1.1 A\n//#endregion\nx\n//#region 1.1 A\n//#endregion";

    expect(fillRegion(twice, "1.1", [["first"], ["second"]])).toBe(
      "//#region 1.1 A\nfirst\n//#endregion\nx\n//#region 1.1 A\nsecond\n//#endregion",
    );
  });
});
