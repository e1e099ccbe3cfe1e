import { parseTemplate, type Template } from "../../eventbridge/input/template.ts";
import { isVariable, type TemplateContext, variableValue } from "./variables.ts";

/**
 * The text that a target's input template makes of an event ("Amazon EventBridge Pipes input transformation"). It may be
 * invalid JSON: the bus refuses that event, as on AWS. The sections "Implicit body data parsing" and "Common issues with
 * transforming input" rule it:
 *
 * - In a template that is a JSON object or array, a variable outside quotes gets the quotes that a string needs; an object,
 *   an array, a number or a boolean stays what it is.
 * - Inside quotes, a string is inserted as it is, not escaped; an object or array loses its quotes.
 * - A template that is one variable whose value is an object or array yields a string without inner quotes, "{key: value}".
 *   To keep the object, place it in a key: {"body": <$.body>}.
 * - Strings are parsed as JSON in the encoded fields of a source only, such as the body of an SQS message. DynamoDB has none
 *   of them, so an attribute {"S": "{\"amount\":300}"} is a string.
 *
 * Not documented: a template that is one variable with a string as its value. Its text is taken unchanged, without quotes: the
 * integration test of aws-pipes-alpha, which aws-cdk runs on AWS, expects that for <$.body> and a body that is not JSON. That
 * a string attribute that holds JSON thereby becomes the event's detail is our conclusion.
 */
export function render(text: string, context: TemplateContext): string {
  const template = withVariablesOnly(parseTemplate(text));
  const only = onlyVariable(template);
  if (only !== undefined) return alone(variableValue(only, context));
  const isJson = /^\s*[{[]/.test(text);
  return template
    .map((part) => {
      if ("text" in part) return part.text;
      const value = variableValue(part.placeholder, context);
      return isJson && !part.quoted ? JSON.stringify(value ?? (value === null ? null : "")) : inserted(value);
    })
    .join("");
}

/** Only <$.path> and <aws.pipes.name> are variables; a < elsewhere is text. */
function withVariablesOnly(template: Template): Template {
  return template.map((part) =>
    "placeholder" in part && !isVariable(part.placeholder) ? { text: `<${part.placeholder}>` } : part,
  );
}

function onlyVariable(template: Template): string | undefined {
  const parts = template.filter((part) => !("text" in part) || part.text.trim() !== "");
  const [part] = parts;
  return parts.length === 1 && part && "placeholder" in part ? part.placeholder : undefined;
}

function alone(value: unknown): string {
  return typeof value === "object" && value !== null ? `"${inserted(value)}"` : inserted(value);
}

/** A value within text: a string as it is, JSON without the quotes that would end a string. */
function inserted(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value).replaceAll("\\", "").replaceAll('"', "");
}
