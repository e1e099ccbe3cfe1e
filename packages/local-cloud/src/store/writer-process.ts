/**
 * Run as a process of its own by the tests: writes in the folder that it is given until it is killed,
 * and prints each number once it is durable.
 */
import { writeSync } from "node:fs";
import { openStore } from "./index.ts";

const store = await openStore(process.argv[2]!);
const numbers = store.collection<{ number: number }>("numbers");
const squares = store.collection<number>("squares");

for (let number = numbers.size; ; number++) {
  numbers.set(store.sequence(), { number });
  squares.set(String(number), number * number);
  await store.durable();
  writeSync(1, `${number}\n`);
}
