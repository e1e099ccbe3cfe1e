import type { Answer } from "./answer.ts";

export const step13: Answer[] = [];
