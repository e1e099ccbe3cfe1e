/** The crash test's child process: writes numbers to the given folder until it is killed, and prints each once it is durable. */
import { writeSync } from "node:fs";
import { openStore } from "./index.ts";

const store = await openStore(process.argv[2]!);
const numbers = store.collection<{ number: number }>("numbers");
const squares = store.collection<number>("squares");
const cubes = store.large<number>("cubes");

for (let number = numbers.size; ; number++) {
  numbers.set(store.sequence(), { number });
  squares.set(String(number), number * number);
  cubes.set(String(number).padStart(9, "0"), number ** 3);
  await store.durable();
  writeSync(1, `${number}\n`);
}
