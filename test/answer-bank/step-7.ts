import type { Answer } from "./answer.ts";

export const step7: Answer[] = [];
