import { generateKeyPairSync, sign } from "node:crypto";

/**
 * A private key and a certificate that it signed for itself, PEM. Nobody trusts it, and it is shown to nobody who does
 * not ask for a client's certificate. The driver, in thin mode, takes authorities only beside an identity.
 *
 * Written by hand in DER, since Node reads certificates and makes none: RFC 5280, section 4.1, version 1.
 */
export function throwawayIdentity(): string {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const ecdsaWithSha256 = der(0x30, Buffer.from("06082a8648ce3d040302", "hex"));
  const commonName = der(0x30, Buffer.from("0603550403", "hex"), der(0x0c, Buffer.from("rekey")));
  const name = der(0x30, der(0x31, commonName));
  const validity = der(0x30, utcTime("000101000000Z"), utcTime("491231235959Z"));
  const serial = der(0x02, Buffer.from([1]));
  const key = publicKey.export({ type: "spki", format: "der" });
  const toBeSigned = der(0x30, serial, ecdsaWithSha256, name, validity, name, key);
  const signature = der(0x03, Buffer.from([0]), sign("sha256", toBeSigned, privateKey));
  const certificate = der(0x30, toBeSigned, ecdsaWithSha256, signature).toString("base64");
  const lines = certificate.match(/.{1,64}/g)?.join("\n") ?? "";
  return `${privateKey.export({ type: "pkcs8", format: "pem" })}-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

/** A value of ASN.1: tag, length, contents. */
function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const bytes = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...bytes]), content]);
}

function utcTime(time: string): Buffer {
  return der(0x17, Buffer.from(time));
}
