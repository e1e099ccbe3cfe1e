import type { ExerciseInCode } from "@event-choreography/workshop-cli/exercises";
import { fillRegion, parseRegions } from "@event-choreography/workshop-cli/exercises";
import type { Answer, Edit } from "./answer.ts";

/** Texts by path. Undefined is a deleted file. */
export type Files = ReadonlyMap<string, string | undefined>;

/** The files that an answer changes, as it leaves them. @throws Error if an edit does not fit the solution */
export function editedFiles(
  originals: ReadonlyMap<string, string>,
  exercise: ExerciseInCode,
  { title, edits }: Answer,
): Files {
  const files = new Map<string, string | undefined>();
  const textOf = (path: string) => {
    const text = files.get(path) ?? originals.get(path);
    if (text === undefined) throw new Error(`${exercise.number} ${title}: there is no ${path}.`);
    return text;
  };
  for (const edit of edits) apply(edit);
  return files;

  function apply(edit: Edit): void {
    if ("deletedFile" in edit) files.set(edit.deletedFile, undefined);
    else if ("bodies" in edit) fillRegions([...edit.bodies]);
    else {
      const path = edit.file ?? exercise.places[0]!.path;
      const text = textOf(path);
      if (text.split(edit.find).length !== 2) {
        throw new Error(`${exercise.number} ${title}: ${path} must contain this once:\n${edit.find}`);
      }
      files.set(
        path,
        text.replace(edit.find, () => edit.replace),
      );
    }
  }

  function fillRegions(bodies: string[]): void {
    for (const path of new Set(exercise.places.map((place) => place.path))) {
      if (bodies.length === 0) return;
      const regions = parseRegions(textOf(path)).filter(({ number }) => number === exercise.number);
      const filled = regions.map(({ body }) => bodies.shift()?.split("\n").filter(Boolean) ?? body);
      files.set(path, fillRegion(textOf(path), exercise.number, filled));
    }
  }
}
