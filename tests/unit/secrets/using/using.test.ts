import { expect, test } from "vitest";
import type { Credentials } from "../../../../shared/secrets/index.ts";
import { aCache, down } from "../a-source.ts";

const refused = () => Object.assign(new Error("password authentication failed"), { code: "28P01" });

/** A cache, and a server that takes one password. */
function aServer(password: string) {
  const world = aCache();
  const server = { password, logins: 0 };
  const store = (next: string) => world.source.put("prod/db", { username: "shop", password: next });
  const login = (credentials: Credentials) => {
    server.logins += 1;
    if (credentials.password !== server.password) throw refused();
    return "done";
  };
  return { ...world, server, store, login };
}

test("work is done once where the login is accepted", async () => {
  const { secrets, source, server, store, login } = aServer("1");
  store("1");
  expect(await secrets.using("prod/db", login)).toBe("done");
  expect(server.logins).toBe(1);
  expect(source.calls).toHaveLength(1);
});

test("after a rotation the first refused login reads the secret anew at once", async () => {
  const { secrets, source, server, store, login } = aServer("1");
  store("1");
  await secrets.using("prod/db", login);
  server.password = "2";
  store("2");
  expect(await secrets.using("prod/db", login)).toBe("done");
  expect(source.calls).toHaveLength(2);
  expect(server.logins).toBe(3);
});

test("in the window of a rotation all wait, and share few readings", async () => {
  const { secrets, source, clock, server, store, login } = aServer("1");
  store("1");
  await secrets.get("prod/db");
  server.password = "2";
  const all = Promise.all(Array.from({ length: 200 }, () => secrets.using("prod/db", login)));
  await clock.pass(1);
  store("2");
  await clock.pass(2);
  expect(new Set(await all)).toEqual(new Set(["done"]));
  expect(source.calls.length).toBeLessThan(10);
});

test("a rotation that is taken back is waited for too, though no other value comes", async () => {
  const { secrets, clock, server, store, login } = aServer("1");
  store("1");
  server.password = "2";
  const waiting = secrets.using("prod/db", login);
  await clock.pass(1);
  server.password = "1";
  await clock.pass(5);
  expect(await waiting).toBe("done");
});

test("any other error is thrown at once", async () => {
  const { secrets, source, store } = aServer("1");
  store("1");
  const work = () => {
    throw new Error("syntax error");
  };
  await expect(secrets.using("prod/db", work)).rejects.toThrow("syntax error");
  expect(source.calls).toHaveLength(1);
});

test("at the deadline the driver's own error is thrown", async () => {
  const { secrets, clock, server, store, login } = aServer("other");
  store("1");
  const error = refused();
  const work = (credentials: Credentials) => {
    if (credentials.password !== server.password) throw error;
    return login(credentials);
  };
  const ended = secrets.using("prod/db", work, { deadlineSeconds: 10 }).catch((thrown: unknown) => thrown);
  await clock.pass(9.9);
  expect(await Promise.race([ended, "still waiting"])).toBe("still waiting");
  await clock.pass(0.2);
  expect(await ended).toBe(error);
});

test("with a password that is simply wrong, Secrets Manager and the server are asked ever more seldom", async () => {
  const { secrets, source, clock, server, store, login } = aServer("other");
  store("1");
  const ends: Promise<unknown>[] = [];
  for (let tenth = 0; tenth < 600; tenth += 1) {
    ends.push(secrets.using("prod/db", login, { deadlineSeconds: 5 }).catch((thrown: unknown) => thrown));
    await clock.pass(0.1);
  }
  await clock.pass(10);
  expect(await Promise.all(ends)).toHaveLength(600);
  // A call per request would be 600, one per try thousands; it is one in 2.5 to 5 seconds.
  expect(source.calls.length).toBeLessThan(35);
  expect(server.logins).toBeLessThan(600 * 4);
});

test("while Secrets Manager is down the value at hand is tried until the deadline", async () => {
  const { secrets, source, clock, server, store, login } = aServer("1");
  store("1");
  await secrets.get("prod/db");
  server.password = "2";
  source.trouble = down;
  const waiting = secrets.using("prod/db", login);
  await clock.pass(2);
  source.trouble = undefined;
  store("2");
  await clock.pass(6);
  expect(await waiting).toBe("done");
});

test("a 403 is tried again with another value, and not with the same", async () => {
  const { secrets, source, store } = aServer("1");
  const forbidden = Object.assign(new Error("forbidden"), { status: 403 });
  store("1");
  await secrets.get("prod/db");
  const work = ({ password }: Credentials) => {
    if (password !== "2") throw forbidden;
    return "done";
  };
  await expect(secrets.using("prod/db", work)).rejects.toBe(forbidden);
  expect(source.calls).toHaveLength(2);
});

test("a predicate of one's own says what a refused login is, and a reader of one's own what the work gets", async () => {
  const { secrets, source } = aCache();
  source.put("prod/token", "old");
  await secrets.get("prod/token");
  source.put("prod/token", "new");
  const seen: string[] = [];
  const work = (token: string) => {
    seen.push(token);
    if (token !== "new") throw new Error("token expired");
    return token;
  };
  const options = {
    read: (secret: { text(): string }) => secret.text(),
    isRefused: (error: unknown) => error instanceof Error && error.message === "token expired",
  };
  expect(await secrets.using("prod/token", work, options)).toBe("new");
  expect(seen).toEqual(["old", "new"]);
});
