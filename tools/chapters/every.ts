import { root } from "@event-choreography/workshop-cli/working-copy";
import { describe, expect, test } from "vitest";
import { markdownFiles } from "../docs/markdown.ts";
import { expectAsShown, pages } from "./pages.ts";

test("every step's chapter contains commands", () => {
  const chapters = markdownFiles(root).filter((page) => /^steps\/\d+-/.test(page));

  expect(chapters.length).toBeGreaterThan(0);
  expect(pages.filter((page) => page.startsWith("steps/"))).toEqual(chapters);
});

describe.concurrent("the commands of a page print what the page shows", { timeout: 900_000 }, () => {
  test.each(pages)("%s", (page) => expectAsShown(page));
});
