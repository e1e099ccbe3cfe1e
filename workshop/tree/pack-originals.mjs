// `npm run originals`: packs the files of the steps, as they stand, into workshop/originals.json.gz.
import { fileURLToPath } from "node:url";
import { register } from "tsx/esm/api";

register();
const { packOriginals } = await import("./originals.ts");
packOriginals(fileURLToPath(new URL("../..", import.meta.url)));
