import { z } from "zod";

/** How often a fault is injected. Default: each time that it applies. */
const frequency = {
  /** Above 0, up to 1. */
  probability: z.number().gt(0).max(1).optional(),
  /** Only that many times. */
  next: z.int().min(1).optional(),
};

const calls = {
  /** service.operation, where * stands for any letters: "dynamodb.PutItem", "dynamodb.*", "*". */
  call: z
    .string()
    .regex(/^(\*|[a-z]+\.[A-Za-z*]+)$/, 'must be service.operation, e.g. "dynamodb.PutItem" or "dynamodb.*"'),
  /** Only calls of this function. */
  function: z.string().min(1).optional(),
  /** Only calls that deliver this rule's events. */
  rule: z.string().min(1).optional(),
  /** Only calls of this pipe. */
  pipe: z.string().min(1).optional(),
};

const deliveries = {
  /** The name of an event rule. Default: all. */
  rule: z.string().min(1).optional(),
  /** The name or ARN of a target: a function, a queue, a topic. Default: all. */
  target: z.string().min(1).optional(),
};

const ms = z
  .int()
  .min(0)
  .max(24 * 60 * 60 * 1000);

const shapes = {
  /** The event is delivered a second time. */
  duplicate: { ...deliveries },
  /** The delivery waits. */
  delay: { ...deliveries, ms },
  /** Each delivery waits for a random time of up to `ms`, so that events arrive in another order. */
  reorder: { ...deliveries, ms: ms.default(10_000) },
  /** The operation runs, and its answer is lost: the caller sees a broken connection. */
  "lose-answer": { ...calls },
  /** The operation does not run; the service answers with its throttling error. */
  throttle: { ...calls },
  /** The operation does not run; the service answers with this error. */
  refuse: {
    ...calls,
    code: z.string().min(1).default("ServiceUnavailable"),
    message: z.string().default("The service is unavailable. (A fault of the local cloud.)"),
    status: z.int().min(400).max(599).default(503),
  },
  /** The calling function's environment dies before the operation, or after it and before the answer. */
  crash: { ...calls, when: z.enum(["before", "after"]) },
  /**
   * For `ms` after a change, the old configuration is still in effect for some. Without a name, it applies to changes of
   * all rules and their targets, roles, and policies of functions and buses; with names, to those alone, where * is any.
   */
  eventual: {
    rule: z.string().min(1).optional(),
    role: z.string().min(1).optional(),
    /** The permissions on this function. */
    function: z.string().min(1).optional(),
    /** The policy of this bus. */
    bus: z.string().min(1).optional(),
    ms: ms.default(5000),
  },
  /** Each run of the function waits before its handler starts. */
  slow: { function: z.string().min(1).optional(), ms },
};

type FaultKind = keyof typeof shapes;
const faultKinds = Object.keys(shapes) as FaultKind[];

const member = <K extends FaultKind>(kind: K) =>
  z.strictObject({ kind: z.literal(kind), ...shapes[kind], ...frequency });

const schema = z.discriminatedUnion("kind", [
  member("duplicate"),
  member("delay"),
  member("reorder"),
  member("lose-answer"),
  member("throttle"),
  member("refuse"),
  member("crash"),
  member("slow"),
  member("eventual"),
]);

/** A fault, with its defaults filled in. */
export type Fault = z.infer<typeof schema>;
/** A fault as it is added. */
export type FaultInput = z.input<typeof schema>;

/** A fault is invalid. `problems` has an entry for each wrong member. */
export class FaultInvalid extends Error {
  override readonly name = "FaultInvalid";
  readonly problems: Array<{ path: string; message: string }>;

  constructor(problems: Array<{ path: string; message: string }>) {
    super(problems.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("; "));
    this.problems = problems;
  }
}

/** @throws FaultInvalid */
export function parseFault(input: unknown): Fault {
  const kind = (input as { kind?: unknown } | null | undefined)?.kind;
  if (!faultKinds.includes(kind as FaultKind)) {
    const given = kind === undefined ? "is missing" : `is ${JSON.stringify(kind)}`;
    throw new FaultInvalid([{ path: "kind", message: `${given}; expected one of ${faultKinds.join(", ")}` }]);
  }
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new FaultInvalid(result.error.issues.map((issue) => describe(issue, kind as FaultKind)));
}

function describe(issue: z.core.$ZodIssue, kind: FaultKind): { path: string; message: string } {
  if (issue.code === "unrecognized_keys") {
    const allowed = Object.keys({ ...shapes[kind], ...frequency }).join(", ");
    return { path: issue.keys.join(", "), message: `unknown for the kind ${kind}; allowed are ${allowed}` };
  }
  return { path: issue.path.join("."), message: issue.message };
}
