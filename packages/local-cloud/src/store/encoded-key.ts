/**
 * Names of collections and keys come from callers: they may hold NUL, which separates the two on disk, and halves of
 * surrogate pairs, which UTF-8 cannot hold. These become U+0001 with four hexadecimal digits.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is encoded
const special = /[\u0000\u0001]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the mark of an encoded one
const encoded = /\u0001([0-9a-f]{4})/g;

export function encodeKey(text: string): string {
  return text.replace(special, (unit) => `\u0001${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

export function decodeKey(text: string): string {
  return text.replace(encoded, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
