import type { Sketch } from "./sketch.ts";

/** How a mistake shows: to the person who made it, at once; not at all; only when something else goes wrong. */
export type Word = "error" | "silence" | "later";

export interface Finding {
  /** What the reader sees. */
  lines: string[];
  /** True if the mistake that the hunt is about is gone. */
  fixed: boolean;
}

export interface Hunt {
  title: string;
  word: Word;
  /** Runs the sketch in a local cloud of its own, with the other mistakes out of the way. */
  run(sketch: Sketch): Promise<Finding>;
}
