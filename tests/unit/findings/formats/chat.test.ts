import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { toSlack, toTeams } from "../../../../shared/findings/index.ts";
import { aFinding } from "../a-finding.ts";
import { anyFinding } from "./hostile.ts";

const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal("mrkdwn"),
    // A `<` would begin a mention or a link.
    text: z
      .string()
      .min(1)
      .max(max)
      .regex(/^[^<>]*$/),
    verbatim: z.literal(true),
  });

/** What Slack takes: "Blocks" and "Composition objects" in its reference. */
const slackSchema = z.strictObject({
  text: z
    .string()
    .min(1)
    .max(40_000)
    .regex(/^[^<>]*$/),
  blocks: z
    .array(
      z.discriminatedUnion("type", [
        z.strictObject({
          type: z.literal("header"),
          text: z.strictObject({
            type: z.literal("plain_text"),
            text: z.string().min(1).max(150),
            emoji: z.literal(false),
          }),
        }),
        z.strictObject({
          type: z.literal("section"),
          text: mrkdwn(3_000).optional(),
          fields: z.array(mrkdwn(2_000)).min(1).max(10).optional(),
        }),
        z.strictObject({ type: z.literal("context"), elements: z.array(mrkdwn(2_000)).min(1).max(10) }),
      ]),
    )
    .max(50),
});

const run = z.strictObject({
  type: z.literal("TextRun"),
  text: z.string(),
  weight: z.literal("bolder").optional(),
  size: z.enum(["small", "large"]).optional(),
  color: z.enum(["default", "accent", "good", "warning", "attention"]).optional(),
  isSubtle: z.boolean().optional(),
});

/** What Workflows of Teams take: Adaptive Cards 1.4 without anything that is read as Markdown. */
const teamsSchema = z.strictObject({
  type: z.literal("message"),
  attachments: z.tuple([
    z.strictObject({
      contentType: z.literal("application/vnd.microsoft.card.adaptive"),
      contentUrl: z.null(),
      content: z.strictObject({
        $schema: z.url(),
        type: z.literal("AdaptiveCard"),
        version: z.literal("1.4"),
        msteams: z.object({ width: z.literal("Full") }),
        body: z
          .array(z.strictObject({ type: z.literal("RichTextBlock"), inlines: z.array(run).min(1) }))
          .min(1),
      }),
    }),
  ]),
});

const told = [
  "DisableKey",
  "192.0.2.7",
  "alice",
  "1234abcd-12ab-34cd-56ef-1234567890ab",
  "enable-key",
  "T1485",
];

describe("a finding as a message of Slack", () => {
  it("tells who did what from where to what, and what to do", () => {
    const message = JSON.stringify(slackSchema.parse(toSlack(aFinding())));
    for (const word of told) expect(message).toContain(word);
    expect(message).toContain("[HIGH] KMS key disabled");
  });

  it("is one that Slack takes, and mentions and links nothing, whatever the finding says", () => {
    fc.assert(
      fc.property(anyFinding, (finding) => {
        slackSchema.parse(toSlack(finding));
      }),
    );
  });

  it("lets nobody call the whole channel by a user agent", () => {
    const message = JSON.stringify(
      toSlack(aFinding({ userAgent: "<!channel> <https://evil.example|click>" })),
    );
    expect(message).toContain("&lt;!channel&gt;");
    expect(message).not.toContain("<");
  });

  it("gives the totals when it is over", () => {
    const message = JSON.stringify(toSlack(aFinding({ status: "CLOSED", count: 1_000, atLeast: true })));
    expect(message).toContain("[HIGH] Closed: ");
    expect(message).toContain("at least 1000 events in all");
  });
});

describe("a finding as a card of Teams", () => {
  it("tells who did what from where to what, and what to do", () => {
    const card = JSON.stringify(teamsSchema.parse(toTeams(aFinding())));
    for (const word of told) expect(card).toContain(word);
  });

  it("is one that Teams takes, below 28 KB, whatever the finding says", () => {
    fc.assert(
      fc.property(anyFinding, (finding) => {
        const card = teamsSchema.parse(toTeams(finding));
        expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(28_000);
      }),
    );
  });

  it("gives the totals when it is over", () => {
    const card = JSON.stringify(toTeams(aFinding({ status: "CLOSED", count: 3 })));
    expect(card).toContain("3 events in all");
    expect(card).toContain('"color":"good"');
  });
});
