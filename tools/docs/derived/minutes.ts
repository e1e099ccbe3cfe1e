import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { folderOfStep, lastStep, readStepNotes } from "@event-choreography/workshop-cli/exercises";
import { fencesOf, proseOf } from "../markdown.ts";

/** Words of a chapter that a tired person reads in a minute, some of them in a foreign language. */
const wordsPerMinute = 150;
/** To type a command, and to read what it prints. */
const minutesPerCommand = 0.5;

/** The steps that build the path. Later steps handle what can go wrong on it. */
const wayThere = 6;

/** "About 35 minutes: 25 for the exercises, 10 to read, break and fix." */
export async function minutes(root: string, step: number): Promise<string> {
  const exercises = await exerciseMinutes(step);
  const reading = readingMinutes(chapterOf(root, step));
  return `**About ${exercises + reading} minutes**: ${exercises} for the exercises, ${reading} to read, break and fix.`;
}

export async function stepMinutes(root: string, step: number): Promise<number> {
  return (await exerciseMinutes(step)) + readingMinutes(chapterOf(root, step));
}

/**
 * To read a chapter, break what was built, and fix it, in steps of five minutes. Its exercises have their own minutes.
 *
 * @param sections Titles of the sections that are read. Default: all.
 */
export function readingMinutes(chapter: string, sections?: readonly string[]): number {
  const isRead = ({ title }: Section) => !/^\d+\.\d+ /.test(title) && (!sections || sections.includes(title));
  const read = sectionsOf(chapter).filter(isRead);
  const words = read.reduce((sum, { words }) => sum + words, 0);
  const commands = read.reduce((sum, { commands }) => sum + commands, 0);
  return Math.max(5, 5 * Math.round((words / wordsPerMinute + commands * minutesPerCommand) / 5));
}

interface Section {
  /** Empty for what comes before the first one. */
  title: string;
  words: number;
  commands: number;
}

function sectionsOf(chapter: string): Section[] {
  const written = chapter.replaceAll(/<!-- derived:[\s\S]*?<!-- \/derived -->/g, "");
  return written.split(/^(?=## )/m).map((text) => ({
    title: /^## (.*)/.exec(text)?.[1] ?? "",
    words: proseOf(text).split(/\s+/).filter(Boolean).length,
    commands: fencesOf(text).reduce((sum, { content }) => sum + [...content.matchAll(/^\$ /gm)].length, 0),
  }));
}

function chapterOf(root: string, step: number): string {
  return readFileSync(join(root, folderOfStep(step), "README.md"), "utf8").replaceAll("\r\n", "\n");
}

/** A table of all steps with their chapters' titles and minutes, and the time for half and for all of the workshop. */
export async function stepsTable(root: string): Promise<string> {
  const rows: string[] = [];
  let half = 0;
  let sum = 0;
  for (let step = 1; step <= lastStep; step++) {
    const folder = folderOfStep(step);
    // A step under construction may lack its chapter. test/docs.test.ts requires it in the end.
    if (!existsSync(join(root, folder, "README.md"))) continue;
    const time = await stepMinutes(root, step);
    sum += time;
    if (step <= wayThere) half += time;
    const { title, summary } = readHead(join(root, folder, "README.md"));
    rows.push(`| ${step} | [${title}](${folder}/README.md) | ${summary} | ${time} |`);
  }
  const head = ["| Step | Chapter | At the end | Minutes |", "| --- | --- | --- | --- |"];
  return [
    ...head,
    ...rows,
    "",
    `The half-day path, steps 1 to ${wayThere}, takes about ${inHours(half)}; all ${rows.length} steps together take about ${inHours(sum)}.`,
  ].join("\n");
}

/**
 * The exercises that a professional does. The others teach what those know, or what another exercise of the chapter shows, too:
 * `npx workshop solve` does them.
 */
const forProfessionals: Record<number, string[]> = {
  7: ["7.3", "7.4"],
  8: ["8.1", "8.3"],
  9: ["9.1", "9.2", "9.3"],
  10: ["10.2"],
  11: ["11.2", "11.3", "11.4"],
  12: ["12.1", "12.3", "12.4"],
  13: ["13.1", "13.2"],
  14: ["14.2", "14.3", "14.4"],
};

const readByProfessionals = ["Begin", "The idea", "Break it"];
const [begin, idea, breakIt] = readByProfessionals;

/** A table of the sections that a professional reads and does, with their minutes. @throws Error if there is no such section */
export async function professionalsTable(root: string): Promise<string> {
  const rows: string[] = [];
  let sum = 0;
  for (const [step, chosen] of Object.entries(forProfessionals)) {
    const folder = folderOfStep(Number(step));
    const path = join(root, folder, "README.md");
    const exercises = Object.entries(await readStepNotes(Number(step)));
    const ids = exercises.map(([id]) => id);
    for (const id of chosen) if (!ids.includes(id)) throw new Error(`Step ${step} has no exercise ${id}.`);
    for (const section of readByProfessionals) requireSection(path, section);
    const done = exercises.filter(([id]) => chosen.includes(id));
    const reading = readingMinutes(chapterOf(root, Number(step)), readByProfessionals);
    const time = done.reduce((total, [, { minutes }]) => total + minutes, reading);
    sum += time;
    const solved = ids.filter((id) => !chosen.includes(id)).map((id) => `\`npx workshop solve ${id}\``);
    rows.push(
      `| [${step}](${folder}/README.md) | ${begin}, ${idea}, ${chosen.join(", ")}, ${breakIt} | ${solved.join(", ")} | ${time} |`,
    );
  }
  const head = ["| Step | Read and do | Have solved | Minutes |", "| --- | --- | --- | --- |"];
  return [...head, ...rows, "", `Together: about ${inHours(sum)}.`].join("\n");
}

function requireSection(path: string, title: string): void {
  if (readFileSync(path, "utf8").includes(`\n## ${title}\n`)) return;
  throw new Error(`${path} has no section "${title}", which the path for professionals names.`);
}

/** Rounded to a quarter of an hour. */
function inHours(sum: number): string {
  const quarters = Math.round(sum / 15);
  const part = ["", "¼", "½", "¾"][quarters % 4];
  return `${Math.floor(quarters / 4)}${part} hours`;
}

async function exerciseMinutes(step: number): Promise<number> {
  const exercises = Object.values(await readStepNotes(step));
  return exercises.reduce((sum, exercise) => sum + exercise.minutes, 0);
}

/** The title without "Step 3:", and the first sentence without its full stop. */
function readHead(path: string): { title: string; summary: string } {
  const text = readFileSync(path, "utf8").replaceAll("\r\n", "\n");
  const [, title, first] = /^# (?:Step \d+: )?(.+)\n\n([\s\S]+?)[.:](?:\s|$)/.exec(text) ?? [];
  if (title === undefined || first === undefined) {
    throw new Error(`${path} must start with "# Step N: Title" and a sentence that says what the reader will have.`);
  }
  return { title, summary: first.replaceAll("\n", " ").replace(/^At the end (?:of this chapter )?/, "") };
}
