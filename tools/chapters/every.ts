import { describe, expect, test } from "vitest";
import { steps } from "../../steps/index.ts";
import { expectAsShown, pages } from "./pages.ts";

test("every step's chapter contains commands", () => {
  expect(pages.filter((page) => page.startsWith("steps/"))).toHaveLength(steps.list.length);
});

describe.concurrent("the commands of a page print what the page shows", { timeout: 900_000 }, () => {
  test.each(pages)("%s", (page) => expectAsShown(page));
});
