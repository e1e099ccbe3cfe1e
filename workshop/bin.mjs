#!/usr/bin/env node
import { load } from "./compiled/load.mjs";

const { main } = await load("main", "workshop/main.ts");
await main(process.argv);
