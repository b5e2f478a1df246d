import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pointerTokens, valueAt } from "../../../../../shared/rotation/engines/http/pointer.ts";

/** The document of RFC 6901, section 5. */
const document = {
  foo: ["bar", "baz"],
  "": 0,
  "a/b": 1,
  "c%d": 2,
  "e^f": 3,
  "g|h": 4,
  "i\\j": 5,
  'k"l': 6,
  " ": 7,
  "m~n": 8,
};

const pointerOf = (tokens: readonly (string | number)[]) =>
  tokens.map((token) => `/${String(token).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

describe("a JSON Pointer", () => {
  test.each([
    ["", document],
    ["/foo", ["bar", "baz"]],
    ["/foo/0", "bar"],
    ["/", 0],
    ["/a~1b", 1],
    ["/c%d", 2],
    ["/e^f", 3],
    ["/g|h", 4],
    ["/i\\j", 5],
    ['/k"l', 6],
    ["/ ", 7],
    ["/m~0n", 8],
  ])("%j points to what RFC 6901 says", (pointer, value) => {
    expect(valueAt(document, pointer)).toEqual(value);
  });

  test.each(["foo", "foo/0", " /foo", "/~", "/~2", "/a~", "#/foo"])("%j is none", (text) => {
    expect(pointerTokens(text)).toBeUndefined();
    expect(valueAt(document, text)).toBeUndefined();
  });

  test.each([
    "/foo/2",
    "/foo/-",
    "/foo/00",
    "/foo/01",
    "/foo/+1",
    "/foo/1e0",
    "/foo/length",
    "/foo/0/0",
    "/none",
  ])("%j points to nothing", (pointer) => {
    expect(valueAt(document, pointer)).toBeUndefined();
  });

  test.each(["/constructor", "/__proto__", "/toString", "/foo/constructor", "/foo/map"])(
    "%j does not reach what only the language has",
    (pointer) => {
      expect(valueAt(document, pointer)).toBeUndefined();
    },
  );

  test("does not mistake ~01 for a slash", () => {
    expect(valueAt({ "~1": "tilde", "/": "slash" }, "/~01")).toBe("tilde");
  });

  test("leads to every value of any document", () => {
    const places = (
      value: unknown,
      path: (string | number)[],
    ): { path: (string | number)[]; value: unknown }[] => [
      { path, value },
      ...(typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([name, item]) => places(item, [...path, name]))
        : []),
    ];
    fc.assert(
      fc.property(fc.jsonValue(), (any) => {
        const json: unknown = JSON.parse(JSON.stringify(any));
        for (const { path, value } of places(json, [])) expect(valueAt(json, pointerOf(path))).toBe(value);
      }),
    );
  });

  test("is understood back from its tokens", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom("~", "/", "0", "1", "a", "%") })), (tokens) => {
        expect(pointerTokens(pointerOf(tokens))).toEqual(tokens);
      }),
    );
  });

  test("never throws, whatever the text and the document", () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (text, json) => {
        valueAt(json, text);
        valueAt(json, `/${text}`);
      }),
    );
  });
});
