/** A template split into literal text and placeholders ("Amazon EventBridge input transformation"). */
export type Template = readonly TemplatePart[];

type TemplatePart = { text: string } | { placeholder: string; quoted: boolean };

const placeholder = /<([^<>\s"]+)>/y;

/** Splits a template and notes whether each placeholder is inside a quoted string. */
export function parseTemplate(text: string): Template {
  const parts: TemplatePart[] = [];
  let copied = "";
  let quoted = false;
  for (let at = 0; at < text.length; ) {
    placeholder.lastIndex = at;
    const found = placeholder.exec(text);
    if (found) {
      parts.push({ text: copied }, { placeholder: found[1]!, quoted });
      copied = "";
      at = placeholder.lastIndex;
      continue;
    }
    const escaped = quoted && text[at] === "\\";
    if (text[at] === '"') quoted = !quoted;
    copied += text.slice(at, at + (escaped ? 2 : 1));
    at += escaped ? 2 : 1;
  }
  return [...parts, { text: copied }];
}

export function placeholdersOf(template: Template): string[] {
  return template.flatMap((part) => ("placeholder" in part ? [part.placeholder] : []));
}

/** Whether a template is an object or a list, and not text in quotes. */
export function isJsonTemplate(text: string): boolean {
  return /^\s*[{[]/.test(text);
}

/**
 * Fills in a template; a placeholder without a value becomes an empty string.
 *
 * @param json whether the template is JSON. If not, an object or list in its text loses its quotes. In JSON it keeps
 *   them, so inside quotes it makes the whole invalid, and AWS delivers nothing.
 */
export function fill(template: Template, json: boolean, lookUp: (placeholder: string) => unknown): string {
  return template
    .map((part) => ("text" in part ? part.text : serialize(lookUp(part.placeholder), part.quoted, json)))
    .join("");
}

/** Writes a value as JSON. Inside quotes, a string comes without its own quotes. */
function serialize(value: unknown, quoted: boolean, json: boolean): string {
  if (!quoted) return JSON.stringify(value ?? (value === null ? null : ""));
  if (value === undefined) return "";
  if (typeof value === "string") return JSON.stringify(value).slice(1, -1);
  const text = JSON.stringify(value);
  return json ? text : text.replaceAll("\\", "").replaceAll('"', "");
}
