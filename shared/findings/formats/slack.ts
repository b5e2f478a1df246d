import type { Finding } from "../finding.ts";
import { clip } from "./clip.ts";
import { courseOf, factsOf, headlineOf, oneLine, originOf } from "./text.ts";

/** Of a header, of a section, and of one of its fields: "Blocks" in Slack's reference of Block Kit. */
const longest = { header: 150, section: 3_000, field: 2_000 } as const;

/** A finding as a message of Slack's Block Kit, for an incoming webhook. */
export function toSlack(finding: Finding): object {
  const course = courseOf(finding);
  return {
    // What a notification shows.
    text: escaped(`${headlineOf(finding)}: ${clip(oneLine(finding.why), 500)}`),
    blocks: [
      {
        type: "header",
        text: { type: "plain_text", text: clip(headlineOf(finding), longest.header), emoji: false },
      },
      ...(course ? [section(course)] : []),
      section(oneLine(finding.why)),
      {
        type: "section",
        fields: factsOf(finding).map(([label, value]) => text(`*${label}*\n`, value, longest.field)),
      },
      section(oneLine(finding.remedy), "*What to do:* "),
      { type: "context", elements: [text("", originOf(finding), longest.field)] },
    ],
  };
}

function section(words: string, label = "") {
  return { type: "section", text: text(label, words, longest.section) };
}

/** Text that callers may have written a part of: neither a mention nor a link becomes of it. */
function text(label: string, words: string, length: number) {
  let room = length - label.length;
  // What is escaped grows: it is cut before, since half an escape would show.
  while (escaped(clip(words, room)).length > length - label.length) room = Math.floor(room * 0.8);
  return { type: "mrkdwn", text: label + escaped(clip(words, room)), verbatim: true };
}

/** The three characters that Slack gives a meaning: "Escaping text" in its reference. */
function escaped(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
