/**
 * The commands of a shell script, each as a list of words: comments, quotes and continued lines as a POSIX shell reads
 * them. It runs the same on Windows.
 *
 * @throws Error that names a quote without an end, or a construct other than plain commands
 */
export function shellCommands(script: string): string[][] {
  const commands: string[][] = [[]];
  let word: string | undefined;
  const endWord = () => {
    if (word !== undefined) commands.at(-1)!.push(word);
    word = undefined;
  };
  for (let at = 0; at < script.length; at++) {
    const char = script[at]!;
    if (char === "\\") {
      at++;
      if (script[at] !== "\n") word = (word ?? "") + (script[at] ?? "");
    } else if (char === "'" || char === '"') {
      const { text, end } = quoted(script, at, char);
      word = (word ?? "") + text;
      at = end;
    } else if (char === "#" && word === undefined) {
      at = script.indexOf("\n", at) - 1;
      if (at < 0) break;
    } else if (char === "\n" || char === ";") {
      endWord();
      commands.push([]);
    } else if (char === " " || char === "\t") endWord();
    else if ("|&<>$`(".includes(char)) {
      throw new Error(`The hunts run plain commands only, but the script has a "${char}" outside quotes.`);
    } else word = (word ?? "") + char;
  }
  endWord();
  return commands.filter((words) => words.length > 0);
}

function quoted(script: string, start: number, quote: string): { text: string; end: number } {
  let text = "";
  for (let at = start + 1; at < script.length; at++) {
    if (script[at] === quote) return { text, end: at };
    const isEscaped = quote === '"' && script[at] === "\\" && '"\\$`'.includes(script[at + 1] ?? "");
    if (isEscaped) at++;
    text += script[at];
  }
  const line = script.slice(0, start).split("\n").length;
  throw new Error(`The quote that opens on line ${line} of the script has no end.`);
}
