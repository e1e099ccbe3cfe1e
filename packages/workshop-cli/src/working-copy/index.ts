export { root } from "../root.ts";
export { changeTree } from "./change-tree.ts";
export { collectSources, pack, packOriginals, readOriginals, unpack } from "./originals.ts";
export { listSaves } from "./saves.ts";
export { type Workspace, workspaceAt } from "./workspace.ts";
