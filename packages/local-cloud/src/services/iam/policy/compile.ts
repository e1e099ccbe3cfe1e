import type { PolicyDocument, PolicyStatement } from "../../../core/policy.ts";
import { type Condition, condition } from "./conditions.ts";
import { type PrincipalMatch, principalMatcher } from "./principals.ts";
import type { AccessRequest } from "./request.ts";
import { type PatternMatcher, pattern } from "./variables.ts";
import { wildcard } from "./wildcard.ts";

export interface CompiledStatement {
  effect: "Allow" | "Deny";
  /** How the statement names the caller; undefined if it does not apply to the request. */
  appliesTo(request: AccessRequest): PrincipalMatch;
}

const compiled = new WeakMap<PolicyDocument, CompiledStatement[]>();

/** Compiles each document once: a stored document is never changed, only replaced. */
export function compilePolicy(document: PolicyDocument): CompiledStatement[] {
  let statements = compiled.get(document);
  if (!statements) compiled.set(document, (statements = list(document.Statement).map(compileStatement)));
  return statements;
}

function compileStatement(statement: PolicyStatement): CompiledStatement {
  const action = actionMatcher(statement);
  const resource = resourceMatcher(statement);
  const principal = principalMatcher(statement);
  const conditions = compileConditions(statement.Condition ?? {}, statement.Effect);
  return {
    effect: statement.Effect,
    appliesTo: (request) => {
      if (!action(request.action) || !resource(request.resource, request)) return undefined;
      const match = principal(request);
      return match && conditions.every((holds) => holds(request)) ? match : undefined;
    },
  };
}

function actionMatcher({ Action, NotAction }: PolicyStatement): (action: string) => boolean {
  const matchers = list(Action ?? NotAction ?? []).map((action) => wildcard(action.toLowerCase()));
  const wanted = Action !== undefined;
  return (action) => matchers.some((matches) => matches(action)) === wanted;
}

/** Statements of a trust policy name no resource: they apply to the role that they are attached to. */
function resourceMatcher({ Resource, NotResource }: PolicyStatement): PatternMatcher {
  if (Resource === undefined && NotResource === undefined) return () => true;
  const matchers = list(Resource ?? NotResource ?? []).map(pattern);
  const wanted = Resource !== undefined;
  return (resource, request) => matchers.some((matches) => matches(resource, request)) === wanted;
}

function compileConditions(
  element: NonNullable<PolicyStatement["Condition"]>,
  effect: PolicyStatement["Effect"],
): Condition[] {
  return Object.entries(element).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) =>
      unlessOpen(key, effect, condition(operator, key, list(values).map(String))),
    ),
  );
}

/** A condition on a key that is left open holds in an Allow and does not hold in a Deny. */
function unlessOpen(key: string, effect: PolicyStatement["Effect"], holds: Condition): Condition {
  const lowerKey = key.toLowerCase();
  return (request) => (request.leftOpen?.has(lowerKey) ? effect === "Allow" : holds(request));
}

function list<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}
