import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import MarkdownIt from "markdown-it";

/** A fenced code block. */
export interface Fence {
  /** The text after the opening fence, e.g. "ts file=infra/index.ts". */
  info: string;
  content: string;
  /** The line numbers, from 0, of the content's first line and of the line after its last. */
  from: number;
  to: number;
}

const markdown = new MarkdownIt({ html: true });

export function fencesOf(text: string): Fence[] {
  return markdown
    .parse(text, {})
    .filter(({ type, map }) => type === "fence" && map)
    .map(({ info, content, map }) => ({ info: info.trim(), content, from: map![0] + 1, to: map![1] - 1 }));
}

/** The targets of all links and images. */
export function linksOf(text: string): string[] {
  return inlinesOf(text)
    .flatMap(({ children }) => children ?? [])
    .flatMap((token) => [token.attrGet("href"), token.attrGet("src")])
    .filter((target) => typeof target === "string");
}

/** The headings' texts, from which GitHub generates anchors. */
export function headingsOf(text: string): string[] {
  const tokens = markdown.parse(text, {});
  return tokens.flatMap((token, index) => {
    if (token.type !== "heading_open") return [];
    const parts = tokens[index + 1]?.children ?? [];
    return [parts.map(({ content }) => content).join("")];
  });
}

/** The text without code blocks and HTML. */
export function proseOf(text: string): string {
  return inlinesOf(text)
    .map(({ content }) => content)
    .join("\n");
}

function inlinesOf(text: string) {
  return markdown.parse(text, {}).filter(({ type }) => type === "inline");
}

/** Replaces the contents of fences for which `newContent` returns a string. */
export function replaceFences(text: string, newContent: (fence: Fence) => string | undefined): string {
  const lines = text.split("\n");
  for (const fence of fencesOf(text).reverse()) {
    const content = newContent(fence);
    if (content === undefined) continue;
    const indent = /^\s*/.exec(lines[fence.from - 1]!)![0];
    const replacement = content
      .replace(/\n$/, "")
      .split("\n")
      .map((line) => (line ? indent + line : line));
    lines.splice(fence.from, fence.to - fence.from, ...replacement);
  }
  return lines.join("\n");
}

const excluded = new Set(["node_modules", "dist", ".git", ".workshop"]);

/** The paths of all Markdown files in the repository, relative to `root`, with "/". */
export function markdownFiles(root: string, folder = ""): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !excluded.has(name))
    .flatMap((entry) => {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isDirectory()) return markdownFiles(root, path);
      return entry.name.endsWith(".md") ? [path] : [];
    });
}

export function readMarkdown(root: string, path: string): string {
  return readFileSync(join(root, path), "utf8").replaceAll("\r\n", "\n");
}
