import type { Finding, Severity } from "../finding.ts";
import { clip } from "./clip.ts";
import { courseOf, factsOf, headlineOf, oneLine, originOf } from "./text.ts";

/** Teams takes messages of about 28 KB; a character may become six bytes of JSON. */
const longestText = 400;

const colours: Record<Severity, string> = {
  CRITICAL: "attention",
  HIGH: "attention",
  MEDIUM: "warning",
  LOW: "accent",
  INFORMATIONAL: "default",
};

/** A finding as an Adaptive Card in the message that a webhook of Teams' Workflows expects. */
export function toTeams(finding: Finding): object {
  const course = courseOf(finding);
  const colour = finding.status === "CLOSED" ? "good" : colours[finding.severity];
  return {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          msteams: { width: "Full" },
          body: [
            line([{ text: headlineOf(finding), weight: "bolder", size: "large", color: colour }]),
            ...(course ? [line([{ text: course }])] : []),
            line([{ text: oneLine(finding.why) }]),
            ...factsOf(finding).map(([label, value]) =>
              line([{ text: `${label}: `, weight: "bolder" }, { text: value }]),
            ),
            line([{ text: "What to do: ", weight: "bolder" }, { text: oneLine(finding.remedy) }]),
            line([{ text: originOf(finding), isSubtle: true, size: "small" }]),
          ],
        },
      },
    ],
  };
}

/** Unlike a TextBlock or a fact, a TextRun is not read as Markdown: no link becomes of what a caller wrote. */
function line(runs: readonly { text: string; [style: string]: unknown }[]) {
  return {
    type: "RichTextBlock",
    inlines: runs.map((run) => ({ type: "TextRun", ...run, text: clip(run.text, longestText) })),
  };
}
