import * as pulumi from "@pulumi/pulumi";

/** A resource that a program registered. */
export interface Recorded {
  /** Its class, e.g. "EventTarget". */
  type: string;
  /** Its logical name, e.g. "booking-created-target". */
  name: string;
  // biome-ignore lint/suspicious/noExplicitAny: each resource type has its own inputs, and a test states what it expects
  inputs: Record<string, any>;
  /** Its inputs, and the outputs that the mocks invented: its name, its ARN. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  outputs: Record<string, any>;
  /** Logical names of the resources that it depends on. */
  after: string[];
  /** The component that it belongs to; undefined for a child of the stack. */
  parent: string | undefined;
}

/** Resources that an error lists: more would fill the screen. */
const mostListed = 8;

/** What a program registered. */
export class MockedStack {
  readonly resources: Recorded[] = [];
  outputs: Record<string, unknown> = {};

  record(request: RegisterRequest, response: RegisterResponse): void {
    const type = request.getType().split(":").at(-1)!;
    if (type === "Stack") return;
    const parent = request.getParent();
    this.resources.push({
      type,
      name: request.getName(),
      inputs: pulumi.runtime.deserializeProperties(withIds(request.getObject())),
      outputs: pulumi.runtime.deserializeProperties(response.getObject()),
      after: request.getDependenciesList().map(logicalName),
      parent: parent.includes("pulumi:pulumi:Stack::") ? undefined : logicalName(parent),
    });
  }

  /** All resources of a class, e.g. "EventTarget", whose inputs contain `inputs`. */
  all(type: string, inputs: Record<string, unknown> = {}): Recorded[] {
    const wanted = Object.entries(inputs);
    return this.resources.filter(
      (resource) => resource.type === type && wanted.every(([key, value]) => resource.inputs[key] === value),
    );
  }

  /** The one resource of a class whose inputs contain `inputs`. @throws Error that lists what there is instead. */
  one(type: string, inputs: Record<string, unknown> = {}): Recorded {
    const found = this.all(type, inputs);
    if (found.length === 1) return found[0]!;
    const wanted = Object.entries(inputs).map(([key, value]) => ` with ${key} ${JSON.stringify(value)}`);
    const all = this.all(type);
    const present = all
      .slice(0, mostListed)
      .map(
        ({ name, inputs: has }) =>
          `\n  "${name}"${Object.keys(inputs).map((key) => `: ${key} is ${JSON.stringify(has[key])}`)}`,
      );
    if (all.length > mostListed) present.push(`\n  and ${all.length - mostListed} more`);
    throw new Error(
      `Expected one ${type}${wanted.join(" and")}, but the program declares ${found.length}. ` +
        (present.length > 0 ? `Each ${type} that it declares:${present.join("")}` : `It declares no ${type}.`),
    );
  }

  /** The IAM statements of a function's role, by the function's logical name. */
  statementsOf(functionName: string): Statement[] {
    const [first, ...more] = this.all("RolePolicy", { role: functionName });
    // If there is none, `one` throws and lists what there is instead.
    const policies = [first ?? this.one("RolePolicy", { role: functionName }), ...more];
    return policies.flatMap(({ inputs }) => JSON.parse(inputs.policy).Statement);
  }
}

export interface Statement {
  Effect: string;
  Principal?: unknown;
  Action: string | string[];
  Resource: string;
  Condition?: Record<string, Record<string, string>>;
}

/** The statement's actions as a list, whether it has one or several. */
export function actionsOf(statement: Statement): string[] {
  return [statement.Action].flat();
}

function logicalName(urn: string): string {
  return urn.split("::").at(-1)!;
}

type Struct = Parameters<typeof pulumi.runtime.deserializeProperties>[0];

/** A program may pass a resource where an input is a string. The provider gets its id then, and so do the tests. */
function withIds(inputs: Struct): Struct {
  const { fromJavaScript } = inputs.constructor as unknown as { fromJavaScript(value: object): Struct };
  return fromJavaScript(idsIn(inputs.toJavaScript()) as object);
}

function idsIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(idsIn);
  if (typeof value !== "object" || value === null) return value;
  const { [pulumi.runtime.specialSigKey]: kind, id } = value as Record<string, unknown>;
  if (kind === pulumi.runtime.specialResourceSig) return id;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, idsIn(inner)]));
}

export interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getObject(): Struct;
  getDependenciesList(): string[];
}

export interface RegisterResponse {
  getUrn(): string;
  getObject(): Struct;
}
