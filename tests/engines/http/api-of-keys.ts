import { randomBytes } from "node:crypto";
import type { ServerCertificate } from "../../../local/certificates.ts";
import { type JsonServer, type Received, startJsonServer } from "./json-server.ts";

/** A key that the API takes. */
export interface ApiKey {
  id: number;
  name: string;
  secret: string;
  created: string;
}

/** An API on this machine whose keys are made, listed and revoked by requests with a key that works. */
export interface ApiOfKeys extends JsonServer {
  keys: ApiKey[];
  /** Makes a key by hand. */
  makeKey(fields?: Partial<ApiKey>): ApiKey;
}

/** Starts the API: with TLS and the certificate given, or without. */
export async function startApiOfKeys(certificate?: ServerCertificate): Promise<ApiOfKeys> {
  const keys: ApiKey[] = [];
  const remembered = new Map<string, ApiKey>();
  let lastId = 100;

  const makeKey = (fields: Partial<ApiKey> = {}): ApiKey => {
    lastId += 1;
    const secret = `sk_${randomBytes(18).toString("base64url")}`;
    const key = { id: lastId, name: "billing", secret, created: new Date().toISOString(), ...fields };
    keys.push(key);
    return key;
  };

  const once = (repeatable: string | string[] | undefined, name: string): ApiKey => {
    const known = typeof repeatable === "string" ? remembered.get(repeatable) : undefined;
    const key = known ?? makeKey({ name });
    if (typeof repeatable === "string") remembered.set(repeatable, key);
    return key;
  };

  const act = ({ method, path, headers, body }: Received): [number, unknown] => {
    const own = keys.find(({ secret }) => headers.authorization === `Bearer ${secret}`);
    if (!own) return [401, { error: "unknown key" }];
    const id = /^\/keys\/(\d+)$/.exec(path)?.[1];
    switch (`${method} ${id ? "/keys/:id" : path}`) {
      case "GET /me":
        return [200, { name: own.name }];
      case "GET /keys":
        return [200, { keys: keys.map(({ secret: _, ...shown }) => shown) }];
      case "POST /keys": {
        const { name } = JSON.parse(body) as { name: string };
        const { id, secret } = once(headers["idempotency-key"], name);
        return [201, { key: { id, secret } }];
      }
      case "POST /keys/rotate": {
        const { id, secret } = makeKey({ name: own.name });
        keys.splice(keys.indexOf(own), 1);
        return [200, { key: { id, secret } }];
      }
      case "DELETE /keys/:id": {
        const at = keys.findIndex((key) => key.id === Number(id));
        if (at < 0) return [404, { error: "no such key" }];
        keys.splice(at, 1);
        return [204, undefined];
      }
      default:
        return [400, { error: "no such request" }];
    }
  };

  return { ...(await startJsonServer(act, certificate)), keys, makeKey };
}
