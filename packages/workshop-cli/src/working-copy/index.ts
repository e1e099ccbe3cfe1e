export { root } from "../root.ts";
export { changeWorkingCopy } from "./change-working-copy.ts";
export { collectSources, pack, packOriginals, readOriginals, unpack } from "./originals.ts";
export { listSaves } from "./saves.ts";
export { type Workspace, workspaceAt } from "./workspace.ts";
