// `npm run originals`: packs the steps' files as they are now into packages/workshop-cli/originals.txt.
import { fileURLToPath } from "node:url";
import { register } from "tsx/esm/api";

register();
const { packOriginals } = await import("@event-choreography/workshop-cli/working-copy");
packOriginals(fileURLToPath(new URL("..", import.meta.url)));
