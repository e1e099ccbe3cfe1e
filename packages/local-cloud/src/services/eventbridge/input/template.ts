/** A template cut into what is copied and what is filled in ("Amazon EventBridge input transformation"). */
export type Template = readonly TemplatePart[];

export type TemplatePart = { text: string } | { placeholder: string; quoted: boolean };

const placeholder = /<([^<>\s"]+)>/y;

/** Cuts a template, and notes of each placeholder whether it stands inside a quoted string. */
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

/** Fills a template in; a placeholder without a value becomes an empty string. */
export function fill(template: Template, look: (placeholder: string) => unknown): string {
  return template.map((part) => ("text" in part ? part.text : written(look(part.placeholder), part.quoted))).join("");
}

/**
 * Between quotes a string goes in without quotes of its own, and other JSON loses its quotes, as
 * they would end the string; elsewhere a value goes in as JSON.
 */
function written(value: unknown, quoted: boolean): string {
  if (!quoted) return JSON.stringify(value ?? (value === null ? null : ""));
  if (value === undefined) return "";
  if (typeof value === "string") return JSON.stringify(value).slice(1, -1);
  return JSON.stringify(value).replaceAll("\\", "").replaceAll('"', "");
}
