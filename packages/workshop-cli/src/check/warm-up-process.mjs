// Started by `warmUpSoon` (warm-up.ts), beside the command that a learner waits for.
import { load } from "../compiled/load.mjs";

const { warmUp } = await load("warm-up");
await warmUp(Number(process.argv[2]));
