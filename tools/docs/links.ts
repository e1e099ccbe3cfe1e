import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";
import GithubSlugger from "github-slugger";
import { fencesOf, headingsOf, linksOf, readMarkdown } from "./markdown.ts";

/** The problems with a page's links and with the file names that it mentions, one sentence each. */
export function brokenReferences(root: string, page: string): string[] {
  const text = readMarkdown(root, page);
  return [...brokenLinks(root, page, text), ...unknownFiles(root, page, text)];
}

function brokenLinks(root: string, page: string, text: string): string[] {
  return (
    linksOf(text)
      // Skip links to the web and to the repository's own pages on GitHub.
      .filter((link) => !/^([a-z]+:|\.\.\/\.\.\/actions\/)/.test(link))
      .flatMap((link) => {
        const [target = "", anchor] = link.split("#");
        const path =
          target === ""
            ? page
            : normalize(join(dirname(page), decodeURI(target)))
                .split(sep)
                .join("/");
        if (!existsInThatCase(root, path)) return [`links to ${link}, but ${path} does not exist`];
        if (anchor === undefined || !path.endsWith(".md")) return [];
        return anchorsOf(readMarkdown(root, path)).has(anchor)
          ? []
          : [`links to ${link}, but ${path} has no such heading`];
      })
  );
}

/** Missing files that a page mentions, as in `steps/03-payment/infra.ts`, in its text or its commands. */
function unknownFiles(root: string, page: string, text: string): string[] {
  const folders = readdirSync(root, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && !/^(\.|node_modules|dist)/.test(entry.name) ? [entry.name] : [],
  );
  const mentioned = new RegExp(
    `(?<![\\w./-])(?:${folders.join("|")})/[\\w./-]*\\w\\.(?:ts|mjs|md|sh|json|yaml|txt)\\b`,
    "g",
  );
  const examples = fencesOf(text).filter(({ info }) => /^text\b/.test(info));
  const prose = examples.reduce((rest, { content }) => rest.replace(content, ""), text);
  return [...new Set([...prose.matchAll(mentioned)].map(([path]) => path))]
    .filter((path) => !isPlaceholder(path))
    .filter((path) => !existsInThatCase(root, path) && !existsInThatCase(root, join(dirname(page), path)))
    .map((path) => `mentions ${path}, which does not exist`);
}

/** Names in capitals are for the reader to fill in: services/SERVICE/HANDLER.ts. */
function isPlaceholder(path: string): boolean {
  return /\/[A-Z]+(\/|\.ts$)/.test(path);
}

/** Compares case, also on macOS and Windows, since Linux does. */
function existsInThatCase(root: string, path: string): boolean {
  if (!existsSync(join(root, path))) return false;
  let folder = root;
  for (const part of normalize(path)
    .split(/[\\/]/)
    .filter((name) => name !== "" && name !== ".")) {
    if (part !== ".." && !readdirSync(folder).includes(part)) return false;
    folder = join(folder, part);
    if (!statSync(folder).isDirectory()) break;
  }
  return true;
}

function anchorsOf(text: string): Set<string> {
  const slugger = new GithubSlugger();
  return new Set(headingsOf(text).map((heading) => slugger.slug(heading)));
}
