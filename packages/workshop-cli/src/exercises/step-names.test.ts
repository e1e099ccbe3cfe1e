import { expect, it } from "vitest";
import { steps } from "../../../../steps/index.ts";
import { lastStep, nameOfStep } from "./step-names.ts";

it("knows the program's steps, in order", () => {
  const known = Array.from({ length: lastStep }, (_, index) => nameOfStep(index + 1));

  expect(known).toEqual(steps.list.map(({ name }) => name));
});
