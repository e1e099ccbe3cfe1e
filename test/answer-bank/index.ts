import type { Answer, RightAnswer, WrongAnswer } from "./answer.ts";
import { step1 } from "./step-1.ts";
import { step2 } from "./step-2.ts";
import { step3 } from "./step-3.ts";
import { step4 } from "./step-4.ts";
import { step5 } from "./step-5.ts";
import { step6 } from "./step-6.ts";
import { step7 } from "./step-7.ts";
import { step8 } from "./step-8.ts";
import { step9 } from "./step-9.ts";
import { step10 } from "./step-10.ts";
import { step11 } from "./step-11.ts";
import { step12 } from "./step-12.ts";
import { step13 } from "./step-13.ts";
import { step14 } from "./step-14.ts";

export const answers: readonly Answer[] = [
  ...step1,
  ...step2,
  ...step3,
  ...step4,
  ...step5,
  ...step6,
  ...step7,
  ...step8,
  ...step9,
  ...step10,
  ...step11,
  ...step12,
  ...step13,
  ...step14,
];

export function isRight(answer: Answer): answer is RightAnswer {
  return answer.outcome === "right";
}

export function isWrong(answer: Answer): answer is WrongAnswer {
  return answer.outcome !== "right";
}
