#!/usr/bin/env node
import { load } from "./src/compiled/load.mjs";

const { main } = await load("main");
await main(process.argv);
