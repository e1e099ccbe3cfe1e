import { expect, test } from "vitest";
import { expectAsShown, pages } from "./pages.ts";

test("every step's chapter has its reader type something", () => {
  expect(pages.filter((page) => page.startsWith("steps/"))).toHaveLength(13);
});

/** All of them: npm run chapters. */
test("the first chapter's commands do what it shows", { timeout: 300_000 }, () =>
  expectAsShown("steps/01-event-bus/README.md"),
);
