/** IAM returns policy documents URL-encoded ("GetRole", IAM API reference). */
export function decodedDocument(text: string | undefined): string | undefined {
  return text?.startsWith("%") ? decodeURIComponent(text) : text;
}
