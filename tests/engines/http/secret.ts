import { randomUUID } from "node:crypto";
import type { SecretFields } from "../../../shared/rotation/engine.ts";
import type { ApiKey, ApiOfKeys } from "./api-of-keys.ts";

const authorization = { Authorization: "Bearer {{apiKey}}" };

/** A secret that holds a key of the API, and describes keys that overlap. */
export function overlapSecret(api: ApiOfKeys, { id, secret }: ApiKey) {
  const keys = `${api.url}/keys`;
  return {
    engine: "http",
    username: "billing",
    apiKey: secret as string,
    keyId: id as number | string,
    rotation: {
      allowHttp: true,
      create: { url: keys, headers: authorization, body: { name: "{{username}}" } },
      store: { apiKey: "/key/secret", keyId: "/key/id" },
      test: { url: `${api.url}/me`, headers: authorization },
      revoke: { url: `${keys}/{{old.keyId}}`, headers: authorization },
    },
  };
}

/** The same, and how to find the keys that interrupted rotations left. */
export function listingSecret(api: ApiOfKeys, key: ApiKey) {
  const secret = overlapSecret(api, key);
  const list = {
    url: `${api.url}/keys`,
    headers: authorization,
    items: "/keys",
    id: "/id",
    idField: "keyId",
    created: "/created",
    only: { "/name": "{{username}}" } as Record<string, string | number | boolean>,
  };
  return { ...secret, rotation: { ...secret.rotation, list } };
}

/** A secret of an API whose new key ends the old one at once. */
export function replacingSecret(api: ApiOfKeys, key: ApiKey) {
  const { rotation, ...secret } = overlapSecret(api, key);
  const { revoke: _, ...rest } = rotation;
  const create = { url: `${api.url}/keys/rotate`, headers: authorization };
  return { ...secret, strategy: "single-user", rotation: { ...rest, create, replaces: true } };
}

/** What an engine is given to make the next key. */
export function world(labelled: readonly SecretFields[], timeoutMs = 5_000) {
  return {
    newPassword: () => Promise.reject(new Error("no password is needed")),
    versionId: randomUUID(),
    labelled: async () => labelled,
    timeoutMs,
  };
}
