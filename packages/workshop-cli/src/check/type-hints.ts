/** A compiler's message with what its reader may need beside it. */
export interface Worded {
  message: string;
  /** What it often comes from, and how to mend it. */
  hint?: string;
}

interface Case {
  codes: readonly number[];
  /** What the message or the line must look like. */
  message?: RegExp;
  line?: RegExp;
  hint: string | ((match: RegExpExecArray) => string);
}

/** The first that fits is given. */
const cases: readonly Case[] = [
  {
    codes: [1005, 1136, 1128, 1109, 18004],
    line: /(?:^|[{,\s])([a-z]+-[a-z]+)\s*:/,
    hint: ([, key]) => `a key with a hyphen stands in quotes: "${key}"`,
  },
  { codes: [1005], message: /'[,;]' expected/, hint: "is something missing here, or at the end of the line before?" },
  { codes: [1005], hint: "count what is open: each ( [ { needs its ) ] }" },
  { codes: [2339, 2551], message: /on type 'Promise</, hint: "a Promise is no answer yet: put await before the call" },
  {
    codes: [2339, 2551],
    message: /Property '(\w+)' does not exist on type 'ServiceFunction'/,
    hint: ([, property]) =>
      `a ServiceFunction is a function with its role and its log; the function itself has it: .function.${property}`,
  },
  { codes: [2532, 18047, 18048], hint: "it may be missing: ask with ?. after it, or look before you use it" },
  {
    codes: [2353],
    message: /does not exist in type '(?:Promise|OutputInstance|Input)<string\b/,
    hint: "a JSON text is wanted here: pulumi.jsonStringify({ … })",
  },
  {
    codes: [2322, 2345, 2739, 2740, 2741],
    message: /Type 'ServiceFunction' is (?!missing the following properties from type 'ServiceFunction\[\]')/,
    line: /:\s*([\w.]+),?/,
    hint: ([, name]) =>
      `a ServiceFunction is a function with its role and its log; the function itself is ${name}.function`,
  },
  {
    codes: [2322, 2345, 2740, 2741],
    message: /Type '\{.*' is not assignable to type '(?:.*\b)?(?:Input<)?string\b/s,
    hint: "a JSON text is wanted here: pulumi.jsonStringify({ … })",
  },
  {
    codes: [2322, 2740, 2741],
    message: /'(\w+)' is (?:missing the following properties from|not assignable to) type '\1\[\]'/,
    hint: "a list is wanted here: put it into [ ]",
  },
  {
    codes: [2322, 2345, 2740, 2741],
    message: /Type '(\w+)' is not assignable to type '.*\bstring\b/s,
    line: /:\s*([\w.]+),?/,
    hint: ([, resource]) => `one of its properties is wanted here, mostly ${resource}.name or ${resource}.arn`,
  },
  {
    codes: [2322],
    message: /Type '(?:string|"[^"]*")' is not assignable to type '(\w+)'/,
    hint: ([, type]) => `the ${type} itself is wanted here, not its name: a variable, without quotes`,
  },
  { codes: [2355, 2366], hint: "the result needs a return before it" },
  {
    codes: [2304],
    hint: "is it spelt as where it is made? A step sees what it makes itself, and what its first line takes in",
  },
  { codes: [2339], hint: "is it spelt as where it is made? Your editor shows what there is after the dot" },
  {
    codes: [floatingPromise()],
    hint: "put await before it: a function ends when its handler does, and what is under way is lost",
  },
];

/** Our own, beside TypeScript's: a promise that nobody waits for. */
export function floatingPromise(): number {
  return 99_001;
}

/** Says a compiler's message in fewer words, and what to do about it where that is known. */
export function inLearnersWords(code: number, message: string, line: string): Worded {
  return { message: innermost(message), hint: hintFor(code, message, line) };
}

function hintFor(code: number, message: string, line: string): string | undefined {
  for (const { codes, message: inMessage, line: inLine, hint } of cases) {
    if (!codes.includes(code)) continue;
    const messageMatch = inMessage ? inMessage.exec(message) : undefined;
    const lineMatch = inLine ? inLine.exec(line) : undefined;
    if (messageMatch === null || lineMatch === null) continue;
    if (typeof hint === "string") return hint;
    return hint((lineMatch ?? messageMatch)!);
  }
  return undefined;
}

/**
 * The compiler explains itself from the outside in, one line each; what the learner can mend is the
 * last. Long types in between say nothing to them.
 */
function innermost(message: string): string {
  const lines = message.split("\n").map((line) => line.trim());
  const telling = lines.findLast((line) =>
    /is missing in type|does not exist in type|missing the following/.test(line),
  );
  return (telling ?? lines[0]!).replaceAll(/'\{[^']{40,}'/g, "'{ … }'").replaceAll(/'[^']{80,}'/g, "'…'");
}
