import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from "node:crypto";

/** What a server keeps of a password: RFC 5802. */
export interface ScramVerifier {
  salt: Buffer;
  iterations: number;
  storedKey: Buffer;
  serverKey: Buffer;
}

export type Mechanism = "SCRAM-SHA-1" | "SCRAM-SHA-256";

const digests = { "SCRAM-SHA-1": "sha1", "SCRAM-SHA-256": "sha256" };
const lengths = { "SCRAM-SHA-1": 20, "SCRAM-SHA-256": 32 };

/** MongoDB's SCRAM-SHA-1 takes an MD5 digest for the password. */
export function verifierOf(mechanism: Mechanism, username: string, password: string): ScramVerifier {
  const digested = createHash("md5").update(`${username}:mongo:${password}`).digest("hex");
  const secret = mechanism === "SCRAM-SHA-1" ? digested : password;
  const salt = randomBytes(16);
  const iterations = 4_096;
  const salted = pbkdf2Sync(secret, salt, iterations, lengths[mechanism], digests[mechanism]);
  const hmac = (key: string) => createHmac(digests[mechanism], salted).update(key).digest();
  const storedKey = createHash(digests[mechanism]).update(hmac("Client Key")).digest();
  return { salt, iterations, storedKey, serverKey: hmac("Server Key") };
}

/** One login under way. */
export interface Conversation {
  username: string;
  mechanism: Mechanism;
  /** What the server says first. */
  serverFirst: string;
  /** @returns what the server says last, or undefined if the proof is wrong */
  finish(clientFinal: string): string | undefined;
}

/** @param find the verifier of a user, undefined if there is none */
export function startConversation(
  mechanism: Mechanism,
  clientFirst: string,
  find: (username: string) => ScramVerifier | undefined,
): Conversation | undefined {
  const bare = clientFirst.replace(/^n,,/, "");
  const { n: escaped = "", r: nonce = "" } = attributes(bare);
  const username = escaped.replaceAll("=2C", ",").replaceAll("=3D", "=");
  const verifier = find(username);
  if (!verifier) return undefined;
  const { salt, iterations, storedKey, serverKey } = verifier;
  const serverFirst = `r=${nonce}${randomBytes(18).toString("base64")},s=${salt.toString("base64")},i=${iterations}`;
  return {
    username,
    mechanism,
    serverFirst,
    finish: (clientFinal) => {
      const [withoutProof = "", proof = ""] = clientFinal.split(",p=");
      const message = `${bare},${serverFirst},${withoutProof}`;
      const digest = digests[mechanism];
      const signature = createHmac(digest, storedKey).update(message).digest();
      const clientKey = Buffer.from(proof, "base64").map((byte, index) => byte ^ (signature[index] ?? 0));
      const proven = createHash(digest).update(clientKey).digest();
      if (proven.length !== storedKey.length || !timingSafeEqual(proven, storedKey)) return undefined;
      return `v=${createHmac(digest, serverKey).update(message).digest("base64")}`;
    },
  };
}

function attributes(text: string): Record<string, string> {
  return Object.fromEntries(text.split(",").map((part) => [part[0] ?? "", part.slice(2)]));
}
