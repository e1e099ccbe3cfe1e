import type { Answer } from "./answer.ts";

export const step12: Answer[] = [];
