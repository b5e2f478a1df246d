import { createHash } from "node:crypto";
import type { Report } from "./report.ts";

/** What makes a page of a report, as text: the script that draws it, and its style sheet. */
export interface PageParts {
  script: string;
  style: string;
}

/**
 * A report as one HTML page that needs nothing else and asks the network for nothing. Its policy allows its own script and style
 * alone, by their hashes, and no text as markup or code (Trusted Types): much of what a report shows was chosen by callers.
 */
export function reportPage(report: Report, { script, style }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Keys and secrets, ${report.period.from.slice(0, 10)} to ${report.period.to.slice(0, 10)}</title>
<style>${style}</style>
</head>
<body>
<noscript>This report is drawn by its own script, which is switched off here.</noscript>
<script type="application/json" id="report">${jsonInHtml(report)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** A source of a Content Security Policy: the hash of an element's text. */
function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** JSON that ends no element, whatever is in it; it says the same to a program. */
function jsonInHtml(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
