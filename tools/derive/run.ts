/** Writes what is derived from the whole program: `npm run docs:derive`. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "@event-choreography/workshop-cli/working-copy";
import { derivedFiles } from "./derived-files.ts";

for (const [path, text] of Object.entries(await derivedFiles())) {
  await writeFile(join(root, path), text);
  console.log(`wrote ${path}`);
}
