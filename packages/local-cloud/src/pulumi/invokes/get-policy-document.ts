import { createHash } from "node:crypto";
import type { Invoke } from "../contract/invoke.ts";
import { list as listOf, object, string } from "../contract/schema.ts";
import type { PropertyMap, PropertyValue } from "../property-values/values.ts";

const strings = listOf(string());
const principals = listOf(object({ type: string({ required: true }), identifiers: { ...strings, required: true } }));

/** Turns statements into a JSON policy document. */
export const getPolicyDocument: Invoke = {
  args: {
    policyId: string(),
    version: string({ oneOf: ["2008-10-17", "2012-10-17"], default: "2012-10-17" }),
    statements: listOf(
      object({
        sid: string(),
        effect: string({ oneOf: ["Allow", "Deny"], default: "Allow" }),
        actions: strings,
        notActions: strings,
        resources: strings,
        notResources: strings,
        principals,
        notPrincipals: principals,
        conditions: listOf(
          object({
            test: string({ required: true }),
            variable: string({ required: true }),
            values: { ...strings, required: true },
          }),
        ),
      }),
    ),
  },

  call(args) {
    const document = {
      Version: args.version!,
      ...(args.policyId === undefined ? {} : { Id: args.policyId }),
      Statement: list(args.statements).map((statement) => toStatement(statement as PropertyMap)),
    };
    const json = JSON.stringify(document, null, 2);
    return {
      ...args,
      id: createHash("sha256").update(json).digest("hex").slice(0, 10),
      json,
      minifiedJson: JSON.stringify(document),
    };
  },
};

function toStatement(statement: PropertyMap): PropertyMap {
  const result: PropertyMap = {};
  if (statement.sid) result.Sid = statement.sid;
  result.Effect = statement.effect!;
  if (statement.actions) result.Action = single(statement.actions);
  if (statement.notActions) result.NotAction = single(statement.notActions);
  if (statement.resources) result.Resource = single(statement.resources);
  if (statement.notResources) result.NotResource = single(statement.notResources);
  if (statement.principals) result.Principal = toPrincipals(statement.principals);
  if (statement.notPrincipals) result.NotPrincipal = toPrincipals(statement.notPrincipals);
  if (statement.conditions) result.Condition = toConditions(statement.conditions);
  return result;
}

function toPrincipals(principals: PropertyValue): PropertyValue {
  const byType: PropertyMap = {};
  for (const { type, identifiers } of list(principals) as PropertyMap[]) {
    if (type === "*") return "*";
    byType[String(type)] = single(identifiers!);
  }
  return byType;
}

function toConditions(conditions: PropertyValue): PropertyMap {
  const result: Record<string, PropertyMap> = {};
  for (const { test, variable, values } of list(conditions) as PropertyMap[]) {
    const operator = (result[String(test)] ??= {});
    operator[String(variable)] = single([...list(operator[String(variable)]), ...list(values)]);
  }
  return result;
}

function list(value: PropertyValue | undefined): PropertyValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function single(value: PropertyValue): PropertyValue {
  return Array.isArray(value) && value.length === 1 ? value[0]! : value;
}
