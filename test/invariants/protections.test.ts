import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { protections } from "../../tools/prove/protection-faults.ts";

test.each(protections)("without protection: $mistake ($file) can be made, in one place", ({ file, find }) => {
  expect(readFileSync(new URL(`../../${file}`, import.meta.url), "utf8").split(find)).toHaveLength(2);
});
