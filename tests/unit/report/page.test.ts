import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reportPage } from "../../../shared/report/index.ts";
import { read } from "../audit/records.ts";
import { gathered } from "./gathered.ts";

const parts = { script: "draw()", style: "p{}" };

/** The texts of the elements of a name, as a browser's parser finds them where they end. */
const textsOf = (html: string, element: string) =>
  [...html.matchAll(new RegExp(`<${element}[^>]*>(.*?)</${element}`, "gs"))].map(([, text]) => text ?? "");

const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

describe("a report's page", () => {
  it("lets nothing run but its own script and style sheet, and asks the network for nothing", async () => {
    const html = reportPage(await gathered([]), parts);
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html) ?? [];
    expect(policy?.split("; ")).toEqual([
      "default-src 'none'",
      `script-src ${hash(parts.script)}`,
      `style-src ${hash(parts.style)}`,
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
    expect(html).not.toMatch(/https?:|\bsrc=|\bhref=/);
  });

  it("has its data whole, whatever is in names: they end no element and begin none", async () => {
    const nasty = fc
      .array(
        fc.constantFrom(
          "<script>",
          "</script>",
          "<!--",
          "-->",
          "\u2028",
          "\u2029",
          "&lt;",
          '"',
          "\\",
          "]]>",
          "é",
        ),
      )
      .map((pieces) => pieces.join(""));
    await fc.assert(
      fc.asyncProperty(nasty, fc.string(), async (one, other) => {
        const report = await gathered([
          read(`${one}${other}`, { userAgent: one, sourceIPAddress: other, userIdentity: { arn: one } }),
        ]);
        const html = reportPage(report, parts);
        const [data = "", script] = textsOf(html, "script");
        expect(JSON.parse(data)).toEqual(JSON.parse(JSON.stringify(report)));
        expect(data).not.toMatch(/[<>&\u2028\u2029]/);
        expect(script).toBe(parts.script);
      }),
      { numRuns: 50 },
    );
  });
});
