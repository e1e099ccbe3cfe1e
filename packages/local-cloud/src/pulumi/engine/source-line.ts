import { relative } from "node:path";
import { fileURLToPath } from "node:url";

/** A line of the program. */
export interface SourceLine {
  /** Absolute path. */
  file: string;
  line: number;
  column: number;
  /** For people: relative to the working directory, with line and column. */
  display: string;
}

const engineFolder = fileURLToPath(new URL(".", import.meta.url));
const frame = /^\s*at (?:.*? \()?(?:async )?((?:file:\/\/)?[^()]+?):(\d+):(\d+)\)?$/;

/** The first line of a stack trace that is in the program. */
export function sourceLineOf(stack: string | undefined): SourceLine | undefined {
  for (const text of stack?.split("\n") ?? []) {
    const match = frame.exec(text);
    if (!match) continue;
    const file = pathOf(match[1]!);
    if (!file || !isProgramFile(file)) continue;
    const [line, column] = [Number(match[2]), Number(match[3])];
    return { file, line, column, display: `${relative(process.cwd(), file)}:${line}:${column}` };
  }
  return undefined;
}

/** Whether a frame's file, a path or a URL, belongs to the program: not to a package, Node or the engine. */
export function isProgramFile(location: string): boolean {
  const file = pathOf(location);
  if (!file || file.includes("/node_modules/") || file.includes("\\node_modules\\")) return false;
  return !isEngine(file);
}

/** The engine's tests are in its folder, but contain programs. Compiled, the engine is an .mjs below a folder whose name begins with a dot. */
function isEngine(file: string): boolean {
  const isCompiled = /[\\/]\.[^\\/]+[\\/].*\.mjs$/.test(file);
  return isCompiled || (file.startsWith(engineFolder) && !file.endsWith(".test.ts"));
}

function pathOf(location: string): string | undefined {
  if (location.startsWith("node:") || location === "<anonymous>") return undefined;
  const plain = location.split("?")[0]!;
  return plain.startsWith("file://") ? fileURLToPath(plain) : plain;
}
