import { describe, expect, test } from "vitest";
import { expectAsShown, pages } from "./pages.ts";

test("every step's chapter has its reader type something", () => {
  expect(pages.filter((page) => page.startsWith("steps/"))).toHaveLength(13);
});

describe.concurrent("what a page has its reader type does what the page shows", { timeout: 900_000 }, () => {
  test.each(pages)("%s", (page) => expectAsShown(page));
});
