import { describe, expect, test } from "vitest";
import { http } from "../../../../../shared/rotation/engines/http/engine.ts";
import { engines } from "../../../../../shared/rotation/engines/registry.ts";
import { InvalidSecretError, UnsupportedStrategyError } from "../../../../../shared/rotation/errors.ts";
import { parseSecret } from "../../../../../shared/rotation/secret.ts";
import { strategyOf } from "../../../../../shared/rotation/strategies/choose.ts";

const canary = "sk_canary-9f3TqX";
const headers = { Authorization: "Bearer {{apiKey}}" };

function secret() {
  return {
    engine: "http",
    apiKey: canary,
    keyId: 17,
    rotation: {
      create: { url: "https://api.example.com/keys", headers, body: { name: "billing" } },
      store: { apiKey: "/key/secret", keyId: "/key/id" },
      test: { url: "https://API.example.com:443/me", headers },
      revoke: { url: "https://api.example.com/keys/{{old.keyId}}", headers },
      list: {
        url: "https://api.example.com/keys",
        headers,
        items: "",
        id: "/id",
        idField: "keyId",
        created: "/created",
        only: { "/name": "billing" },
      },
    },
  };
}

type Changes = Record<string, unknown>;

/** The secret with parts of it changed; undefined takes one out. */
function changed(changes: Changes, rotation: Changes = {}, parts: Record<string, Changes> = {}): Changes {
  const base = secret();
  const own = base.rotation as Record<string, Changes>;
  const changedParts = Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, { ...own[name], ...part }]),
  );
  return JSON.parse(
    JSON.stringify({ ...base, rotation: { ...own, ...rotation, ...changedParts }, ...changes }),
  );
}

function refusal(fields: Changes): InvalidSecretError {
  try {
    http.parse(fields);
  } catch (error) {
    if (!(error instanceof InvalidSecretError)) throw error;
    expect(error.message).not.toContain(canary);
    return error;
  }
  throw new Error("It was not refused.");
}

describe("a secret of an API", () => {
  test("is of the host of its requests and of the owner that it names", () => {
    expect(http.parse(changed({ username: "billing" }))).toMatchObject({
      engine: "http",
      username: "billing",
      system: "api.example.com",
    });
    expect(http.parse(changed({})).username).toBe("API key");
  });

  const replacing = { replaces: true, revoke: undefined, list: undefined };
  const strategyBy = async (fields: object, tag: string | undefined) =>
    strategyOf(await parseSecret(JSON.stringify(fields), "AWSCURRENT", engines), tag).name;

  test.each([
    ["overlap", "two keys at a time", changed({}), undefined],
    ["overlap", "two keys at a time, as it says", changed({ strategy: "overlap" }), undefined],
    ["overlap", "two keys at a time, against its tag", changed({ strategy: "overlap" }), "single-user"],
    [
      "single-user",
      "a new key that ends the old one",
      changed({ strategy: "single-user" }, replacing),
      undefined,
    ],
    [
      "single-user",
      "a new key that ends the old one, as its tag says",
      changed({}, replacing),
      "single-user",
    ],
  ])("is rotated by %s with %s", async (strategy, _, fields, tag) => {
    expect(await strategyBy(fields, tag)).toBe(strategy);
  });

  test.each([
    ["single-user without replaces", changed({ strategy: "single-user" }), undefined],
    ["the tag single-user without replaces", changed({}), "single-user"],
    ["replaces without single-user", changed({}, replacing), undefined],
    ["replaces with overlap", changed({ strategy: "overlap" }, replacing), undefined],
    ["replaces with overlap, against its tag", changed({ strategy: "overlap" }, replacing), "single-user"],
    ["replaces with the tag overlap", changed({}, replacing), "overlap"],
  ])("is refused with %s", async (_, fields, tag) => {
    const refused = await strategyBy(fields, tag).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UnsupportedStrategyError);
    expect(refused).toMatchObject({ field: "strategy" });
    expect((refused as Error).message).toContain("rekey:strategy");
  });

  test.each<[field: string, why: string, fields: Changes]>([
    ["engine", "is missing", changed({ engine: undefined })],
    ["rotation", "is missing", { ...secret(), rotation: undefined }],
    ["rotation.create", "is missing", changed({}, { create: undefined })],
    ["rotation.store", "is missing", changed({}, { store: undefined })],
    ["rotation.test", "is missing", changed({}, { test: undefined })],
    ["rotation", "has a name that is not known", changed({}, { tset: {} })],
    ["rotation.create", "has a name that is not known", changed({}, {}, { create: { uri: "x" } })],
    ["rotation.list", "has a name that is not known", changed({}, {}, { list: { pages: 3 } })],
    ["rotation.create.method", "cannot make anything", changed({}, {}, { create: { method: "GET" } })],
    ["rotation.test.method", "would change something", changed({}, {}, { test: { method: "DELETE" } })],
    ["rotation.create.url", "is relative", changed({}, {}, { create: { url: "/keys" } })],
    [
      "rotation.create.url",
      "is of another scheme",
      changed({}, {}, { create: { url: "ftp://api.example.com/" } }),
    ],
    [
      "rotation.create.url",
      "has a user",
      changed({}, {}, { create: { url: "https://a:b@api.example.com/" } }),
    ],
    [
      "rotation.create.url",
      "has a fragment",
      changed({}, {}, { create: { url: "https://api.example.com/#a" } }),
    ],
    [
      "rotation.create.url",
      "has a line break",
      changed({}, {}, { create: { url: "https://api.example.com/\n" } }),
    ],
    [
      "rotation.create.url",
      "has a backslash",
      changed({}, {}, { create: { url: "https://api.example.com\\@b/" } }),
    ],
    [
      "rotation.create.url",
      "has a placeholder as its host",
      changed({}, {}, { create: { url: "https://{{apiKey}}/" } }),
    ],
    [
      "rotation.create.url",
      "has no host that can be",
      changed({}, {}, { create: { url: "https://[::g]/" } }),
    ],
    [
      "rotation.create.url",
      "is not encrypted",
      changed({}, {}, { create: { url: "http://api.example.com/keys" } }),
    ],
    [
      "rotation.test.url",
      "is of another host",
      changed({}, {}, { test: { url: "https://evil.example.com/me" } }),
    ],
    [
      "rotation.test.url",
      "is of another port",
      changed({}, {}, { test: { url: "https://api.example.com:8443/me" } }),
    ],
    [
      "rotation.revoke.url",
      "is of another host",
      changed({}, {}, { revoke: { url: "https://b.example.com/{{old.keyId}}" } }),
    ],
    ["rotation.list.url", "is of another host", changed({}, {}, { list: { url: "https://b.example.com/" } })],
    [
      "rotation.create.headers.Host",
      "is the connection's",
      changed({}, {}, { create: { headers: { Host: "b" } } }),
    ],
    [
      "rotation.create.headers.transfer-encoding",
      "is the connection's",
      changed({}, {}, { create: { headers: { "transfer-encoding": "chunked" } } }),
    ],
    ["rotation.create.headers.X Y", "is no name", changed({}, {}, { create: { headers: { "X Y": "b" } } })],
    [
      "rotation.create.headers.X",
      "has a line break",
      changed({}, {}, { create: { headers: { X: "a\nb" } } }),
    ],
    [
      "rotation.create.headers.X",
      "has half a placeholder",
      changed({}, {}, { create: { headers: { X: "{{apiKey" } } }),
    ],
    [
      "rotation.create.body",
      "has half a placeholder",
      changed({}, {}, { create: { body: { a: ["{{apiKey"] } } }),
    ],
    ["rotation", "has a body and a form", changed({}, {}, { create: { form: { a: "b" } } })],
    ["rotation.create.status", "is no list", changed({}, {}, { create: { status: 200 } })],
    ["rotation.create.status.0", "is no status", changed({}, {}, { create: { status: [42] } })],
    ["rotation.store", "is empty", changed({}, { store: {} })],
    ["rotation.store.apiKey", "is no pointer", changed({}, { store: { apiKey: "key", keyId: "/id" } })],
    ["rotation.store.engine", "means something else", changed({}, { store: { engine: "/a", keyId: "/id" } })],
    [
      "rotation.store.strategy",
      "means something else",
      changed({}, { store: { strategy: "/a", keyId: "/id" } }),
    ],
    [
      "rotation.store.rotation",
      "means something else",
      changed({}, { store: { rotation: "/a", keyId: "/id" } }),
    ],
    ["rotation.store.a b", "is no name", changed({}, { store: { "a b": "/a", keyId: "/id" } })],
    ["apiKey", "is missing, but named", changed({ apiKey: undefined })],
    ["apiKey", "has a line break, which no header can hold", changed({ apiKey: `${canary}\n` })],
    ["keyId", "is missing, though this key will be the old one", changed({ keyId: undefined })],
    [
      "rotation.create",
      "names the old key",
      changed({}, {}, { create: { url: "https://api.example.com/{{old.keyId}}" } }),
    ],
    [
      "rotation.revoke",
      "does not say which key",
      changed({}, {}, { revoke: { url: "https://api.example.com/keys" } }),
    ],
    [
      "rotation.revoke",
      "says it by what is the same for all",
      changed({ note: "a" }, {}, { revoke: { url: "https://api.example.com/{{old.note}}" } }),
    ],
    [
      "rotation.revoke",
      "needs more than the list tells",
      changed({}, {}, { revoke: { headers: { X: "{{old.apiKey}}" } } }),
    ],
    ["rotation.revoke", "is missing beside list", changed({}, { revoke: undefined })],
    [
      "rotation.revoke",
      "has nothing to do with replaces",
      changed({ strategy: "single-user" }, { replaces: true }),
    ],
    [
      "rotation.list",
      "has nothing to do with replaces",
      changed({ strategy: "single-user" }, { replaces: true, revoke: undefined }),
    ],
    ["rotation.list.only", "is missing", changed({}, {}, { list: { only: undefined } })],
    ["rotation.list.only", "tells no key from another", changed({}, {}, { list: { only: {} } })],
    ["rotation.list.idField", "is not stored", changed({}, {}, { list: { idField: "other" } })],
    ["rotation.list.items", "is no pointer", changed({}, {}, { list: { items: "keys" } })],
    ["sslrootcert", "is a path", changed({ sslrootcert: "/etc/ssl/ca.pem" })],
  ])("is refused where %s %s", (field, _, fields) => {
    expect(refusal(fields).field).toBe(field);
  });
});

describe("http without TLS", () => {
  const at = (origin: string, allowHttp: boolean) =>
    JSON.parse(
      JSON.stringify(changed({}, { allowHttp })).replaceAll(/https:\/\/api.example.com(:443)?/gi, origin),
    ) as Changes;

  test.each(["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"])(
    "may be allowed for %s",
    (origin) => {
      expect(http.parse(at(origin, true)).system).toBe(new URL(origin).host);
      expect(refusal(at(origin, false)).field).toBe("rotation.create.url");
    },
  );

  test.each([
    "http://api.example.com",
    "http://localhost.example.com",
    "http://127.example.com",
    "http://169.254.169.254",
  ])("cannot be allowed for %s", (origin) => {
    expect(refusal(at(origin, true)).field).toBe("rotation.create.url");
  });
});
