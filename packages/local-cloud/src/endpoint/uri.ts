const unreserved = /^[A-Za-z0-9\-._~]*$/;

/** AWS's own percent-encoding ("Create a signed AWS API request", UriEncode): all but A-Z a-z 0-9 - . _ ~. */
export function uriEncode(text: string): string {
  if (unreserved.test(text)) return text;
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Decodes percent-encoding; an invalid string is returned unchanged. */
export function uriDecode(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The decoded name and value pairs of a query string or a form, in their order. */
export function parsePairs(text: string, plusIsSpace: boolean): Array<[string, string]> {
  const pairs: Array<[string, string]> = [];
  if (text === "") return pairs;
  for (const part of text.split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = equals < 0 ? part : part.slice(0, equals);
    const value = equals < 0 ? "" : part.slice(equals + 1);
    pairs.push([decodePart(name, plusIsSpace), decodePart(value, plusIsSpace)]);
  }
  return pairs;
}

function decodePart(text: string, plusIsSpace: boolean): string {
  return uriDecode(plusIsSpace && text.includes("+") ? text.replaceAll("+", " ") : text);
}
