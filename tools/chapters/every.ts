import { describe, expect, test } from "vitest";
import { expectAsShown, pages } from "./pages.ts";

test("every step's chapter contains commands", () => {
  expect(pages.filter((page) => page.startsWith("steps/"))).toHaveLength(13);
});

describe.concurrent("the commands of a page print what the page shows", { timeout: 900_000 }, () => {
  test.each(pages)("%s", (page) => expectAsShown(page));
});
