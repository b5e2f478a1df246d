import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { UnexpectedSecretError } from "../../../shared/secrets/index.ts";
import { aCache } from "./a-source.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const bytes = Uint8Array.of(0, 255);

function stored(name: string, value: string | Uint8Array) {
  const { secrets, source } = aCache();
  source.put(name, value);
  return { secrets, source };
}

describe("a secret got with a transform", () => {
  it.each([
    ["json", "prod/db", '{"port":5432}', { port: 5432 }],
    ["json", "prod/db", Buffer.from("[1]"), [1]],
    ["binary", "prod/license", base64("lïcensed"), "lïcensed"],
    ["binary", "prod/license", Buffer.from(base64("licensed")), "licensed"],
    ["auto", "prod/flags.json", '{"dark":true}', { dark: true }],
    ["auto", "prod/FLAGS.JSON", "1", 1],
    ["auto", "prod/license.binary", base64("licensed"), "licensed"],
    ["auto", "prod/json", '{"dark":true}', '{"dark":true}'],
    ["auto", "prod/bytes", bytes, bytes],
  ] as const)("%s of %s is its value", async (transform, name, value, expected) => {
    const { secrets } = stored(name, value);
    expect(await secrets.get(name, { transform })).toEqual(expected);
  });

  it("by its ARN is transformed by what its name says", async () => {
    const { secrets, source } = stored("prod/flags.json", '{"dark":true}');
    const { arn } = await secrets.get("prod/flags.json");
    source.calls.length = 0;
    expect(await secrets.get(arn, { transform: "auto" })).toEqual({ dark: true });
  });

  it("is read once, whatever the transforms, and by version", async () => {
    const { secrets, source } = stored("prod/db", '"old"');
    source.put("prod/db", '"new"');
    expect(await secrets.get("prod/db", { transform: "json" })).toBe("new");
    expect((await secrets.get("prod/db")).text()).toBe('"new"');
    expect(await secrets.get("prod/db", { transform: "json", stage: "AWSPREVIOUS" })).toBe("old");
    expect(source.calls).toEqual(["prod/db", "prod/db@AWSPREVIOUS"]);
  });

  it.each([
    ["json", "pass word", "is not JSON"],
    ["json", bytes, "is not JSON"],
    ["binary", "not-base64!", "is not Base64"],
    ["binary", "abc", "is not Base64"],
  ] as const)(
    "%s of something else is an error that does not quote it",
    async (transform, value, message) => {
      const { secrets } = stored("prod/db", value);
      const getting = secrets.get("prod/db", { transform });
      await expect(getting).rejects.toThrow(UnexpectedSecretError);
      await expect(getting).rejects.toThrow(message);
      const error = await getting.catch((reason: unknown) => reason);
      if (typeof value === "string") expect(inspect(error)).not.toContain(value);
    },
  );

  it("shows no value when it is printed", async () => {
    const { secrets } = stored("prod/db", '{"password":"pl4in"}');
    const db = await secrets.get("prod/db", { transform: "json" });
    expect(inspect(db) + JSON.stringify(db)).not.toContain("pl4in");
  });
});
