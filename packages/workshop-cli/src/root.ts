import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The ignored folder for progress, saves and the local cloud's data. */
export const workshopFolder = join(root, ".workshop");
