import { createHash, createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { scramVerifier } from "../../../../../shared/rotation/engines/postgres/scram.ts";

/** The exchange of RFC 7677, section 3: the user "user" with the password "pencil". */
const exchange = {
  password: "pencil",
  salt: "W22ZaJ0SNY7soEsUEjb6gQ==",
  iterations: 4_096,
  messages: [
    "n=user,r=rOprNGfwEbeRWgbNEkqO",
    "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
  ].join(","),
  clientProof: "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
  serverSignature: "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
};

const { password, salt, iterations, messages } = exchange;
const verifier = scramVerifier(password, Buffer.from(salt, "base64"), iterations);
const [, storedKey = "", serverKey = ""] = /\$([^$:]+):([^$:]+)$/.exec(verifier) ?? [];
const signed = (key: string) => createHmac("sha256", Buffer.from(key, "base64")).update(messages).digest();

test("a verifier has the form that PostgreSQL stores", () => {
  expect(verifier).toBe(`SCRAM-SHA-256$4096:${salt}$${storedKey}:${serverKey}`);
  expect(Buffer.from(storedKey, "base64")).toHaveLength(32);
  expect(Buffer.from(serverKey, "base64")).toHaveLength(32);
});

test("a server with the verifier signs the exchange of RFC 7677 as it stands there", () => {
  expect(signed(serverKey).toString("base64")).toBe(exchange.serverSignature);
});

test("a server with the verifier takes the client's proof in the exchange of RFC 7677", () => {
  const proof = Buffer.from(exchange.clientProof, "base64");
  const clientKey = signed(storedKey).map((byte, index) => byte ^ (proof[index] ?? 0));
  expect(createHash("sha256").update(clientKey).digest("base64")).toBe(storedKey);
});

test("two verifiers of one password have nothing in common that would show it", () => {
  const [one, other] = [scramVerifier(password), scramVerifier(password)];
  expect(one).not.toBe(other);
  expect(one).toMatch(/^SCRAM-SHA-256\$4096:[A-Za-z0-9+/]{22}==\$/);
  expect(one.split("$")[2]).not.toBe(other.split("$")[2]);
  expect(one).not.toContain(password);
});
