import { expect, test } from "vitest";
import { expectAsShown, pages } from "./pages.ts";

test("every step's chapter has its reader type something", () => {
  expect(pages.filter((page) => page.startsWith("steps/"))).toHaveLength(13);
});

/** That of the chapters is for `npm run chapters`, which takes minutes. */
test("the README's demo does what the README shows", { timeout: 120_000 }, () => expectAsShown("README.md"));
