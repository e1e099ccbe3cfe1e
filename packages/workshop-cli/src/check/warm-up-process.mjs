// Started by `warmUpSoon` (warm-up.ts), in the background of the learner's command.
import { load } from "../compiled/load.mjs";

const { warmUp } = await load("warm-up");
await warmUp(Number(process.argv[2]));
