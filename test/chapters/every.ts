import { describe, test } from "vitest";
import { expectAsShown, pages } from "./pages.ts";

/** Commands are processes that want a core each. */
const places = [Promise.resolve(), Promise.resolve()];
let next = 0;

describe.concurrent("what a page has its reader type does what the page shows", { timeout: 900_000 }, () => {
  test.each(pages)("%s", (page) => inTurn(() => expectAsShown(page)));
});

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const place = next++ % places.length;
  const turn = places[place]!.then(work);
  places[place] = turn.then(
    () => {},
    () => {},
  );
  return await turn;
}
