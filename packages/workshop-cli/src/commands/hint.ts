import { requireExercise } from "../exercises/find-exercise.ts";
import { readExerciseNotes } from "../exercises/notes.ts";
import { openWorkshop } from "../exercises/workshop.ts";
import { readProgress, updateProgress } from "../progress/progress.ts";
import { note, paint, paragraph, say, sayJson } from "../terminal/output.ts";

/** `npx workshop hint 3.2`: shows one more hint each time. */
export async function hint(number: string, options: { json?: boolean }): Promise<void> {
  const { workspace, catalogue } = openWorkshop();
  const { title } = requireExercise(catalogue, number);
  const { hints } = await readExerciseNotes(number);
  const shown = Math.min((readProgress(workspace).hints[number] ?? 0) + 1, hints.length);
  updateProgress(workspace, (progress) => ({ ...progress, hints: { ...progress.hints, [number]: shown } }));
  if (options.json) return sayJson({ number, title, hints: hints.slice(0, shown), of: hints.length });
  say(paint.bold(`${number} ${title}`));
  for (const [index, text] of hints.slice(0, shown).entries()) {
    say(`\n${paint.dim(`Hint ${index + 1} of ${hints.length}`)}`);
    for (const line of paragraph(text)) say(line);
  }
  note(
    shown < hints.length
      ? "\nFor the next hint, run the same command again."
      : `\nThat was the last hint. To see the code: npx workshop solve ${number}`,
  );
}
