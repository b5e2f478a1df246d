import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fillRequest } from "../../../../../shared/rotation/engines/http/fill-request.ts";
import { isTemplate, placeholdersIn } from "../../../../../shared/rotation/engines/http/placeholders.ts";
import { InvalidSecretError } from "../../../../../shared/rotation/errors.ts";

const url = "https://api.example.com/keys";

function fill(template: object, fields: Record<string, unknown>, old?: Record<string, unknown>) {
  return fillRequest({ method: "POST", url, ...template }, { fields }, old);
}

/** Characters that mean something where a value may stand, beside any others. */
const character = fc.oneof(
  fc.constantFrom(..."/\\?#&=%+@:;.,\"'{}<>~ \r\n\t"),
  fc.string({ unit: "binary", maxLength: 1 }),
);

/** Text that a secret may hold: no half characters, and not empty. */
const value = fc
  .string({ unit: character, minLength: 1 })
  .filter((text) => text !== "" && text.isWellFormed());

describe("placeholders", () => {
  test.each([
    ["{{apiKey}}", [{ field: "apiKey", old: false }]],
    ["{{old.keyId}}", [{ field: "keyId", old: true }]],
    [
      "a{{b}}c{{old.d-e_1}}",
      [
        { field: "b", old: false },
        { field: "d-e_1", old: true },
      ],
    ],
    ["{ {a}} {b} }}", []],
    ["{{{a}}}{", [{ field: "a", old: false }]],
  ])("are found in %j", (template, found) => {
    expect(placeholdersIn(template)).toEqual(found);
    expect(isTemplate(template)).toBe(true);
  });

  test.each([
    "{{",
    "{{}}",
    "{{ apiKey }}",
    "{{api.key}}",
    "{{1st}}",
    "{{new.key}}",
    "{{apiKey}",
    "{{__proto__}}",
  ])("are not meant by %j, which is refused", (text) => {
    expect(isTemplate(text)).toBe(false);
  });

  test.each([
    ["is missing", {}],
    ["is empty", { apiKey: "" }],
    ["is an object", { apiKey: { a: 1 } }],
    ["is a list", { apiKey: ["a"] }],
    ["is null", { apiKey: null }],
    ["is true", { apiKey: true }],
    ["is half a character", { apiKey: "a\ud800" }],
  ])("cannot be filled where the field %s", (_, fields) => {
    const template = { headers: { "X-Key": "{{apiKey}}" } };
    expect(() => fill(template, fields)).toThrow(
      expect.objectContaining({ name: "InvalidSecretError", field: "apiKey" }),
    );
  });

  test.each(["toString", "constructor", "hasOwnProperty"])("do not reach %s of the language", (name) => {
    expect(() => fill({ url: `${url}/{{${name}}}` }, {})).toThrow(InvalidSecretError);
  });

  test("are filled once: a value that looks like one stays as it is", () => {
    const fields = { apiKey: "{{other}}", other: "secret" };
    const { headers, body } = fill(
      { headers: { "X-Key": "{{apiKey}}" }, body: { key: "{{apiKey}}" } },
      fields,
    );
    expect(headers["x-key"]).toBe("{{other}}");
    expect(body).toBe('{"key":"{{other}}"}');
  });

  test("take the old version's fields only where they say so", () => {
    const template = { url: `${url}/{{old.keyId}}`, headers: { "X-Key": "{{keyId}}" } };
    const { url: filled, headers } = fill(template, { keyId: 18 }, { keyId: 17 });
    expect(filled.pathname).toBe("/keys/17");
    expect(headers["x-key"]).toBe("18");
  });
});

describe("a value in a URL", () => {
  test("stays one part of the path and one value of the query, whatever it is", () => {
    fc.assert(
      fc.property(value, value, (id, filter) => {
        fc.pre(!/^\.{1,2}$/.test(id));
        const { url: filled } = fill({ url: `${url}/{{id}}?filter={{filter}}&limit=1` }, { id, filter });
        expect(filled.origin).toBe("https://api.example.com");
        const parts = filled.pathname.split("/");
        expect(parts).toHaveLength(3);
        expect(decodeURIComponent(parts[2] ?? "")).toBe(id);
        expect([...filled.searchParams]).toEqual([
          ["filter", filter],
          ["limit", "1"],
        ]);
        expect(filled.hash).toBe("");
      }),
    );
  });

  test.each([
    ["{{id}}", "."],
    ["{{id}}", ".."],
    ["{{id}}/keys", ".."],
    [".{{id}}", "."],
    ["%2e{{id}}", "."],
    ["%2E{{id}}", "."],
  ])("in %j cannot be %j, which would be another path", (part, id) => {
    expect(() => fill({ url: `${url}/${part}` }, { id })).toThrow(InvalidSecretError);
  });
});

describe("a value in a header", () => {
  test("is in it as it is, or refused where it could begin another one", () => {
    fc.assert(
      fc.property(fc.oneof(value, fc.string({ minLength: 1 })), (apiKey) => {
        const template = { headers: { Authorization: "Bearer {{apiKey}}" } };
        if (/^[\x20-\x7e]*$/.test(apiKey)) {
          expect(fill(template, { apiKey }).headers.authorization).toBe(`Bearer ${apiKey}`);
        } else {
          expect(() => fill(template, { apiKey })).toThrow(expect.objectContaining({ field: "apiKey" }));
        }
      }),
    );
  });

  test.each(["key\n", "key\r\nX-Admin: true", "key\0", "kéy", "key\u2028"])("cannot be %j", (apiKey) => {
    expect(() => fill({ headers: { "X-Key": "{{apiKey}}" } }, { apiKey })).toThrow(InvalidSecretError);
  });
});

describe("a value in a JSON body", () => {
  test("arrives as it is, whatever it is", () => {
    fc.assert(
      fc.property(value, (apiKey) => {
        const { body } = fill({ body: { key: "{{apiKey}}", all: [{ text: "<{{apiKey}}>" }] } }, { apiKey });
        expect(JSON.parse(body ?? "")).toEqual({ key: apiKey, all: [{ text: `<${apiKey}>` }] });
      }),
    );
  });

  test("keeps a number's type where it stands alone", () => {
    const { body } = fill(
      { body: { id: "{{keyId}}", text: "key {{keyId}}", other: [1, null, true] } },
      { keyId: 17 },
    );
    expect(body).toBe('{"id":17,"text":"key 17","other":[1,null,true]}');
  });
});

describe("a value in a form", () => {
  test("arrives as it is, whatever it is", () => {
    fc.assert(
      fc.property(value, (apiKey) => {
        const { body, headers } = fill({ form: { key: "{{apiKey}}", "a&b": "c=d" } }, { apiKey });
        expect([...new URLSearchParams(body)]).toEqual([
          ["key", apiKey],
          ["a&b", "c=d"],
        ]);
        expect(headers["content-type"]).toBe("application/x-www-form-urlencoded");
      }),
    );
  });
});

describe("HTTP Basic authentication", () => {
  const basic = { username: "{{keyId}}", password: "{{apiKey}}" };

  test("is the pair in UTF-8 and base64, as RFC 7617 says", () => {
    // The example of RFC 7617, section 2.1.
    expect(fill({ basic }, { keyId: "test", apiKey: "123£" }).headers.authorization).toBe(
      "Basic dGVzdDoxMjPCow==",
    );
  });

  test("has no colon in the user's name, and no line break in either", () => {
    expect(() => fill({ basic }, { keyId: "a:b", apiKey: "c" })).toThrow(
      expect.objectContaining({ field: "keyId" }),
    );
    expect(() => fill({ basic }, { keyId: "a\nb", apiKey: "c" })).toThrow(
      expect.objectContaining({ field: "keyId" }),
    );
    expect(() => fill({ basic }, { keyId: "a", apiKey: "c\n" })).toThrow(
      expect.objectContaining({ field: "apiKey" }),
    );
    expect(fill({ basic }, { keyId: "a", apiKey: "b:c" }).headers.authorization).toBe("Basic YTpiOmM=");
  });
});

test("a header of the secret replaces the one that would be sent otherwise", () => {
  const { headers } = fill(
    { body: {}, headers: { "Content-Type": "application/vnd.api+json", ACCEPT: "*/*" } },
    {},
  );
  expect(headers).toEqual({ "content-type": "application/vnd.api+json", accept: "*/*" });
});
