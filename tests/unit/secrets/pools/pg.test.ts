import { expect, test } from "vitest";
import { pgSettings, UnexpectedSecretError } from "../../../../shared/secrets/index.ts";
import { aCache } from "../a-source.ts";

const login = (username: string, password: string) => ({ username, password, host: "db", port: "5432" });

test("a pool takes its address from the secret, and its password anew for each connection", async () => {
  const { secrets, source } = aCache();
  source.put("prod/db", { ...login("shop", "1"), dbname: "orders" });
  const { password, ...rest } = await pgSettings(secrets, "prod/db");
  expect(rest).toEqual({ host: "db", port: 5432, database: "orders", user: "shop" });
  expect(await password()).toBe("1");
  source.put("prod/db", login("shop", "2"));
  secrets.drop("prod/db");
  expect(await password()).toBe("2");
});

test("where two users alternate, the pool's own user keeps a password that works", async () => {
  const { secrets, source } = aCache();
  source.put("prod/db", login("shop", "1"));
  const { password } = await pgSettings(secrets, "prod/db");
  source.put("prod/db", login("shop_clone", "2"));
  secrets.drop("prod/db");
  expect(await password()).toBe("1");
  source.put("prod/db", login("shop", "3"));
  secrets.drop("prod/db");
  expect(await password()).toBe("3");
});

test("a secret that became another user's is refused, and one without a user is", async () => {
  const { secrets, source } = aCache();
  source.put("prod/db", login("shop", "1"));
  const { password } = await pgSettings(secrets, "prod/db");
  source.put("prod/db", login("other", "2"));
  source.put("prod/db", login("another", "3"));
  secrets.drop("prod/db");
  await expect(password()).rejects.toThrow(/no longer of the user "shop"/);
  source.put("no-user", { password: "1" });
  await expect(pgSettings(secrets, "no-user")).rejects.toThrow(UnexpectedSecretError);
});
