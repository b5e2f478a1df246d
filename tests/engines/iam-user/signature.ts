import { createHash, createHmac } from "node:crypto";

/** A request as it is signed. */
export interface SignedRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** Who signed a request, as its Authorization header says (AWS Signature Version 4). */
export function signerOf({ headers }: SignedRequest): string | undefined {
  return /Credential=(\w+)\//.exec(headers.authorization ?? "")?.[1];
}

/**
 * Whether a request was signed with a secret: its signature is made again, as "Create a signed AWS API request" in
 * IAM's user guide says.
 */
export function isSignedWith(
  secretAccessKey: string,
  { method, path, headers, body }: SignedRequest,
): boolean {
  const authorization = headers.authorization ?? "";
  const [, scope = "", names = "", signature = ""] =
    /Credential=\w+\/(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/.exec(authorization) ?? [];
  const signedHeaders = names.split(";").map((name) => `${name}:${(headers[name] ?? "").trim()}\n`);
  const canonical = [method, path, "", signedHeaders.join(""), names, sha256(body)].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, sha256(canonical)].join("\n");
  const key = scope.split("/").reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return hmac(key, toSign).toString("hex") === signature;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
