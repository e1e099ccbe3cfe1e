import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { protections } from "../../tools/prove/protection-faults.ts";

test.each(protections)("$mistake: the code to replace occurs once in $file", ({ file, find }) => {
  expect(readFileSync(new URL(`../../${file}`, import.meta.url), "utf8").split(find)).toHaveLength(2);
});
