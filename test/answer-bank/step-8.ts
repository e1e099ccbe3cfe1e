import type { Answer } from "./answer.ts";

export const step8: Answer[] = [];
