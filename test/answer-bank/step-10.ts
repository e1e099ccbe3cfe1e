import type { Answer } from "./answer.ts";

export const step10: Answer[] = [];
