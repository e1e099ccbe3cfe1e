import type { Answer } from "./answer.ts";

export const step14: Answer[] = [];
