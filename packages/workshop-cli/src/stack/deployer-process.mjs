// The process that Deployer (deployer.ts) starts: waits for one order, answers, and is ended.
import { load } from "../compiled/load.mjs";

// Ctrl-C reaches every process of the terminal: the command that started this one decides what it means here.
process.on("SIGINT", () => {});

const order = new Promise((resolve) => process.once("message", resolve));
process.once("disconnect", () => process.exit(0));
const { answerOrder } = await load("answer-order");
process.send(await answerOrder(order));
