/** A compiler's message, with a hint if we know one. */
export interface TypeMessage {
  message: string;
  /** The usual cause, and how to fix it. */
  hint?: string;
}

interface Case {
  codes: readonly number[];
  /** Patterns that the message and the line of code must match. */
  message?: RegExp;
  line?: RegExp;
  hint: string | ((match: RegExpExecArray) => string);
}

/** The first case that matches gives the hint. */
const cases: readonly Case[] = [
  {
    codes: [1005, 1136, 1128, 1109, 18004],
    line: /(?:^|[{,\s])([a-z]+-[a-z]+)\s*:/,
    hint: ([, key]) => `put a key with a hyphen in quotes: "${key}"`,
  },
  { codes: [1005], message: /'[,;]' expected/, hint: "is something missing here, or at the end of the line before?" },
  { codes: [1005], hint: "check the brackets: each ( [ { needs its ) ] }" },
  {
    codes: [2339, 2551],
    message: /on type 'Promise</,
    hint: "a Promise is not the result yet: put await before the call",
  },
  {
    codes: [2339, 2551],
    message: /Property '(\w+)' does not exist on type 'ServiceFunction'/,
    hint: ([, property]) =>
      `a ServiceFunction holds a function, its role and its log; the function has the property: .function.${property}`,
  },
  { codes: [2532, 18047, 18048], hint: "it may be undefined: use ?. after it, or check it first" },
  {
    codes: [2353],
    message: /does not exist in type '(?:Promise|OutputInstance|Input)<string\b/,
    hint: "this must be a JSON string: pulumi.jsonStringify({ … })",
  },
  {
    codes: [2353],
    message: /does not exist in type '\$?ZodType\b/,
    hint: "a field's shape is a schema, not an object: z.object({ … })",
  },
  {
    codes: [2322, 2345, 2739, 2740, 2741],
    message: /Type 'ServiceFunction' is (?!missing the following properties from type 'ServiceFunction\[\]')/,
    line: /:\s*([\w.]+),?/,
    hint: ([, name]) =>
      `a ServiceFunction holds a function, its role and its log; the function itself is ${name}.function`,
  },
  {
    codes: [2353],
    message: /'\w+' does not exist in type 'Permission'/,
    hint: "an entry allows, so it has no Effect and no Principal: it has an Action, a Resource and perhaps a Condition",
  },
  {
    codes: [2322, 2353, 2559, 2561],
    message: /'([A-Z]\w*)' does not exist in type|Type '\{ [A-Z]\w*: .* has no properties in common/s,
    hint: "in Pulumi, the names of properties begin with a small letter, unlike in AWS's own documents",
  },
  {
    codes: [2322],
    message: /Type '(?:Input|Output)<string>' is not assignable to type 'Input<[A-Z]\w+(?: \| undefined)?>/,
    hint: "this must be an object with that value in it: { … }",
  },
  {
    codes: [2345],
    message:
      /Argument of type '[A-Z]\w*' is not assignable to parameter of type '(?:Input|Output|OutputInstance)<string>/,
    hint: "this must be one of its properties, usually its name or its ARN",
  },
  {
    codes: [2322, 2739, 2740, 2741],
    message: /Type 'Contract<.*from type 'ServiceFunction'/s,
    hint: "this is what an event contains; it must be the function that handles the event",
  },
  {
    codes: [2322, 2345, 2740, 2741],
    message: /Type '\{.*' is not assignable to type '(?:[^'{(\n]*\b)?(?:Input<)?string\b/,
    hint: "this must be a JSON string: pulumi.jsonStringify({ … })",
  },
  {
    codes: [2322, 2740, 2741],
    message: /'(\w+)' is (?:missing the following properties from|not assignable to) type '\1\[\]'/,
    hint: "this must be a list: put it in [ ]",
  },
  {
    codes: [2322, 2739, 2740],
    message: /Type '(?:Function|Output\w*<string>.*)' is missing the following properties from type '(\w+)'/,
    hint: ([, type]) => `this must be the ${type} itself, not one of its properties`,
  },
  {
    codes: [2322],
    message: /Type '.*\[\]' is not assignable to type 'Input<string>'/,
    hint: "this must be one value, not a list: write an entry for each",
  },
  {
    codes: [2322, 2345, 2740, 2741],
    message: /Type '(\w+)' is not assignable to type '.*\bstring\b/s,
    line: /:\s+([a-z][\w.]*)\s*(?:[,}]|$)/,
    hint: ([, resource]) => `this must be one of its properties, usually ${resource}.name or ${resource}.arn`,
  },
  {
    codes: [2322],
    message: /Type '(?:string|"[^"]*")' is not assignable to type '(\w+)'/,
    hint: ([, type]) => `this must be the ${type} itself, not its name: a variable, without quotes`,
  },
  {
    codes: [2322, 2345],
    message: /^Type '\(.*\) => \w+' is not assignable/,
    hint: "this is a function, not its result: call it, with its arguments in ( )",
  },
  { codes: [2454], hint: "it gets its value later: in a test file, in beforeAll, so use it inside a test" },
  {
    codes: [2322],
    message: /Type '(?:false|boolean)' is not assignable to type 'object'/,
    hint: "where a does not hold, a && b is false: say what the result is in that case, too",
  },
  { codes: [2355, 2366], hint: "put return before the result" },
  { codes: [1127, 2304, 18016], line: /Expression:\s*\w+\s*\(/, hint: "an expression is a text: put it in quotes" },
  {
    codes: [2304],
    message: /Cannot find name '[A-Z]/,
    line: /[(:[,]\s*[A-Z]\w+\s*[)\]},]/,
    hint: "if it is a text and not a variable, put it in quotes",
  },
  {
    codes: [2304],
    hint: "is it spelled as in its definition? Code can use what its file defines or imports; a step, also the parameters in its first line",
  },
  { codes: [2339], hint: "is it spelled as in its definition? Your editor lists the properties after the dot" },
  {
    codes: [floatingPromise()],
    hint: "put await before it: Lambda freezes the function when its handler returns, and pending work is lost",
  },
];

/** Our own error code for a promise that is not awaited. */
export function floatingPromise(): number {
  return 99_001;
}

/** Shortens a compiler's message, and adds a hint if we know one. */
export function explainTypeError(code: number, message: string, line: string): TypeMessage {
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
 * The compiler explains an error from the outside in, one line each. The learner can fix the innermost
 * one. Long types are shortened.
 */
function innermost(message: string): string {
  const lines = message.split("\n").map((line) => line.trim());
  const specific = lines.findLast((line) =>
    /is missing in type|does not exist in type|missing the following|has no properties in common/.test(line),
  );
  const first = shortened(lines[0]!);
  const candidates = [specific, first.includes("…") ? incompatibleIn(lines) : undefined, lines[0], lines.at(-1)].filter(
    (line) => line !== undefined,
  );
  const shown = candidates.map(shortened);
  // Two long types: the shortened line says nothing.
  return shown.find((line) => !line.startsWith("Type '…' is not assignable to type '…'")) ?? shown[0]!;
}

/** Of long types, the line that names what does not fit. */
function incompatibleIn([, ...lines]: string[]): string | undefined {
  return lines.findLast((line) => /^Types of property|no properties in common/.test(line)) ?? lines.at(-1);
}

function shortened(line: string): string {
  return line
    .replaceAll(/typeof import\("(?:[^"]*\/node_modules\/)?([^"]+?)(?:\/index)?"\)/g, "$1")
    .replaceAll(/'\{[^']{40,}'/g, "'{ … }'")
    .replaceAll(/'[^']{80,}'/g, "'…'");
}
