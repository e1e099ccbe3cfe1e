/** A statement of an IAM policy, as far as we look at it. */
export interface PolicyStatement {
  Effect?: string;
  Principal?: string | { Service?: string | string[] };
  Action?: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** The statements of a policy document; IAM hands its own out with percent signs. */
export function statementsIn(document: string | undefined): PolicyStatement[] {
  if (!document) return [];
  const text = document.startsWith("%7B") ? decodeURIComponent(document) : document;
  return [(JSON.parse(text) as { Statement: PolicyStatement | PolicyStatement[] }).Statement].flat();
}
