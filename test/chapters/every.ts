import { describe, test } from "vitest";
import { expectAsShown, pages } from "./pages.ts";

describe.concurrent("what a page has its reader type does what the page shows", { timeout: 900_000 }, () => {
  test.each(pages)("%s", (page) => expectAsShown(page));
});
