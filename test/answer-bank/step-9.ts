import type { Answer } from "./answer.ts";

export const step9: Answer[] = [];
