import type { ClientAuthentication } from "./credential.ts";

/** What a client adds to a request to prove who it is. */
export interface ClientProof {
  headers: Record<string, string>;
  form: Record<string, string>;
}

/**
 * Proves who a client is (RFC 6749, section 2.3.1). With client_secret_basic, id and secret are encoded as a form's
 * fields before they are joined, so that a colon in the id is no end of it.
 */
export function proofOf(client: ClientAuthentication): ClientProof {
  if (client.method === "client_secret_basic") {
    const pair = `${formEncoded(client.id)}:${formEncoded(client.secret)}`;
    return { headers: { authorization: `Basic ${Buffer.from(pair).toString("base64")}` }, form: {} };
  }
  const secret = client.method === "client_secret_post" ? { client_secret: client.secret } : {};
  return { headers: {}, form: { client_id: client.id, ...secret } };
}

function formEncoded(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}
