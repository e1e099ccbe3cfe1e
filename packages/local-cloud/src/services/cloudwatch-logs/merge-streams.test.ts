import { expect, test } from "vitest";
import { mergeStreams, type Source } from "./merge-streams.ts";

interface Entry {
  key: string;
}

interface Watched {
  source: Source<Entry>;
  /** How often it was opened, and how many of its readers were closed or reached the end. */
  opened: number;
  ended: number;
}

/** A stream that gives its keys two at a time. */
function watched(...keys: string[]): Watched {
  const found: Watched = { opened: 0, ended: 0, source: { begins: keys[0]!, open } };
  return found;

  async function* open(): AsyncGenerator<Entry[]> {
    found.opened++;
    try {
      for (let at = 0; at < keys.length; at += 2) yield keys.slice(at, at + 2).map((key) => ({ key }));
    } finally {
      found.ended++;
    }
  }
}

async function keysOf(portions: AsyncGenerator<Entry[]>): Promise<string> {
  const keys: string[] = [];
  for await (const portion of portions) keys.push(...portion.map(({ key }) => key));
  return keys.join(" ");
}

const merged = (streams: Watched[], reverse = false) =>
  mergeStreams(
    streams.map(({ source }) => source),
    reverse,
  );

test("merges streams that overlap, follow each other, and begin together", async () => {
  const streams = [watched("e", "g", "k"), watched("a", "c", "h", "i"), watched("a", "d"), watched("x")];

  expect(await keysOf(merged(streams))).toBe("a a c d e g h i k x");
});

test("merges in descending order", async () => {
  expect(await keysOf(merged([watched("k", "g", "e"), watched("i", "h", "c", "a"), watched("z")], true))).toBe(
    "z k i h g e c a",
  );
});

test("opens a stream only when its entries may be next, and closes what it has opened", async () => {
  const streams = [watched("a", "b", "c"), watched("b", "d"), watched("m"), watched("x")];
  const portions = mergeStreams(
    streams.map(({ source }) => source),
    false,
  );
  const many = watched(...Array.from({ length: 600 }, (_, number) => `a${String(number).padStart(3, "0")}`));
  const part = merged([many, ...streams.slice(2)]);
  expect((await part.next()).value).toHaveLength(500);

  expect([many, ...streams.slice(2)].map(({ opened }) => opened)).toEqual([1, 0, 0]);
  await part.return(undefined);
  expect(many.ended).toBe(1);
  expect(await keysOf(portions)).toBe("a b b c d m x");
  expect(streams.map(({ opened, ended }) => [opened, ended])).toEqual(Array(4).fill([1, 1]));
});

test("a stream that turns out to be empty ends the merge of the others only at their ends", async () => {
  const empty: Source<Entry> = { begins: "b", async *open() {} };
  const { source } = watched("a", "c");

  expect(await keysOf(mergeStreams([empty, source], false))).toBe("a c");
});
