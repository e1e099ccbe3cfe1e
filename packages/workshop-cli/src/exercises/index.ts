export { Catalogue, type ExerciseInCode, stepOf } from "./catalogue.ts";
export { readExerciseNotes, readStepNotes } from "./notes.ts";
export { changesToBegin, changesToGoTo, changesToReset } from "./plan-changes.ts";
export { cutRegions, fillRegion, parseRegions, withoutMarkers } from "./regions.ts";
export { solution } from "./solution.ts";
export { folderOfStep, lastStep } from "./step-names.ts";
export { openWorkshop, type Workshop } from "./workshop.ts";
