import type { Answer } from "./answer.ts";

export const step11: Answer[] = [];
