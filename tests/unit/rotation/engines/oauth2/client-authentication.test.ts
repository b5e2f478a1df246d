import fc from "fast-check";
import { expect, test } from "vitest";
import { proofOf } from "../../../../../shared/rotation/engines/oauth2/client-authentication.ts";

const text = fc.string({ unit: "binary", minLength: 1 }).filter((any) => any.isWellFormed());

/** What a server does with the header (RFC 6749, section 2.3.1 and appendix B). */
function read(authorization = ""): string[] {
  const pair = Buffer.from(authorization.replace("Basic ", ""), "base64").toString();
  return pair.split(":").map((part) => new URLSearchParams(`a=${part}`).get("a") ?? "");
}

test("client_secret_basic is the example of RFC 6749", () => {
  const { headers, form } = proofOf({
    method: "client_secret_basic",
    id: "s6BhdRkqt3",
    secret: "gX1fBat3bV",
  });
  expect(headers.authorization).toBe("Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW");
  expect(form).toEqual({});
});

test("client_secret_basic arrives as it is, whatever id and secret are", () => {
  fc.assert(
    fc.property(text, text, (id, secret) => {
      const { headers } = proofOf({ method: "client_secret_basic", id, secret });
      expect(headers.authorization).toMatch(/^Basic [A-Za-z0-9+/=]+$/);
      expect(read(headers.authorization)).toEqual([id, secret]);
    }),
  );
});

test("client_secret_post stands in the form, and in no header", () => {
  expect(proofOf({ method: "client_secret_post", id: "a", secret: "b" })).toEqual({
    headers: {},
    form: { client_id: "a", client_secret: "b" },
  });
});

test("a client without a secret says who it is", () => {
  expect(proofOf({ method: "none", id: "a" })).toEqual({ headers: {}, form: { client_id: "a" } });
});
