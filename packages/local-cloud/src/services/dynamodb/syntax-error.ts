const token = /[#:]\w+|_|[A-Za-z0-9]\w*|<>|<=|>=|\S/g;

/** A part of an expression, with its place. */
interface Token {
  text: string;
  from: number;
  to: number;
}

/** The tokens of an expression, as DynamoDB names them in its messages. A name cannot begin with an underscore. */
export function tokensOf(expression: string): Token[] {
  return [...expression.matchAll(token)].map(({ 0: text, index }) => ({ text, from: index, to: index + text.length }));
}

/** DynamoDB's words for a syntax error: the token, and the text from the token before it to the one after it. */
export function syntaxError(expression: string, tokens: readonly Token[], place: number): string {
  const first = tokens[place - 1] ?? tokens[place];
  const last = tokens[place + 1] ?? tokens[place] ?? tokens[place - 1];
  const near = first && last ? expression.slice(first.from, last.to) : "";
  return `token: "${tokens[place]?.text ?? "<EOF>"}", near: "${near}"`;
}

/** The same for the token at an offset in the expression. */
export function syntaxErrorAt(expression: string, offset: number): string {
  const tokens = tokensOf(expression);
  const place = tokens.findIndex(({ to }) => to > offset);
  return syntaxError(expression, tokens, place < 0 ? tokens.length : place);
}
