import { openWorkshop } from "../exercises/workshop.ts";
import { Failure } from "../terminal/failure.ts";
import { note, paint, say, sayJson, table } from "../terminal/output.ts";
import { changeWorkingCopy } from "../working-copy/change-working-copy.ts";
import { listSaves, type Save, saveFolder } from "../working-copy/saves.ts";

/** `npx workshop restore [when]`: lists the saves, or brings one back. */
export async function restore(when: string | undefined, options: { json?: boolean }): Promise<void> {
  const { workspace } = openWorkshop();
  const saves = listSaves(workspace);
  if (when === undefined) return list(saves, options);
  const save = findSave(saves, when);
  const before = changeWorkingCopy(workspace, save.files, `restore ${save.name}`);
  if (options.json) return sayJson({ restored: save.name, files: [...save.files.keys()], savedFirst: before?.name });
  say(
    before
      ? `Brought back ${filesInWords(save)}, as before "${save.reason}".`
      : "Your files are already the same as in that save.",
  );
  if (before) note(`The files you had until now are saved, too: npx workshop restore ${before.name}`);
  note(`The copies are in ${saveFolder(workspace, save)}`);
  note("Only files came back. Your step and what is deployed are as before; to deploy this code: npx workshop up");
}

function list(saves: Save[], { json }: { json?: boolean }): void {
  if (json) return sayJson(saves.map((save) => ({ ...save, files: [...save.files.keys()] })));
  if (saves.length === 0) return say("Nothing is saved yet: no command has changed your files.");
  const rows = saves.map((save) => [save.name, `before "${save.reason}"`, filesInWords(save)]);
  for (const line of table(rows, { indent: 0 })) say(line);
  note(`\nBring one back with: ${paint.bold(`npx workshop restore ${saves[0]!.name}`)} (or "latest")`);
}

/**
 * Finds a save by its name, by an unambiguous beginning of its name, or as "latest". What `restore` itself saved is never
 * the latest: running it twice brings back the same.
 */
function findSave(saves: Save[], when: string): Save {
  const matching =
    when === "latest"
      ? saves.filter(({ reason }) => !reason.startsWith("restore ")).slice(0, 1)
      : saves.filter(({ name }) => name.startsWith(when));
  const [save] = matching;
  if (save && (matching.length === 1 || save.name === when)) return save;
  if (save) {
    throw new Failure(
      `"${when}" matches ${matching.length} saves.`,
      `Choose one of them:\n  ${matching.map(({ name }) => name).join("\n  ")}`,
    );
  }
  throw new Failure(`There is no save "${when}".`, "List the saves: npx workshop restore");
}

function filesInWords({ files }: Save): string {
  const [first] = files.keys();
  return files.size === 1 ? String(first) : `${first} and ${files.size - 1} more`;
}
