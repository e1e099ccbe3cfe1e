import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Where the workshop keeps what is no part of the repository: progress, what it saved, the local cloud. */
export const workshopFolder = join(root, ".workshop");
