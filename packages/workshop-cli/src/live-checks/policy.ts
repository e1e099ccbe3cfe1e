/** The fields of an IAM policy statement that we read. */
export interface PolicyStatement {
  Effect?: string;
  Principal?: string | { Service?: string | string[] };
  Action?: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** The statements of a policy document. IAM returns its own documents URL-encoded. */
export function statementsIn(document: string | undefined): PolicyStatement[] {
  if (!document) return [];
  const text = document.startsWith("%7B") ? decodeURIComponent(document) : document;
  return [(JSON.parse(text) as { Statement: PolicyStatement | PolicyStatement[] }).Statement].flat();
}
