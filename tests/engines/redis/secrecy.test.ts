import { createClient } from "@redis/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RunningRedis, startRedis } from "../../../local/redis/index.ts";
import { waitFor } from "../../../local/wait-for.ts";
import { credentialOf, overlap, patient, singleUser, superuserOf, takes } from "./servers.ts";

const planted = ["canary-current-1f9a", "canary-next-2b7c", "canary-third-3d5e"];
const [current = "", next = "", third = ""] = planted;

let server: RunningRedis;

beforeAll(async () => {
  server = await startRedis({
    settings: ["slowlog-log-slower-than 0", "slowlog-max-len 10000"],
  });
  await server.command("ACL", "SETUSER", "app", "on", `>${current}`, "~*", "+@all");
});

afterAll(() => server?.stop());

it("No password is in the slow log, in MONITOR, in the ACL log or in the server's log", async () => {
  const app = (password: string) => credentialOf(server, { password });
  await server.command("SLOWLOG", "RESET");
  const monitored: string[] = [];
  const monitor = createClient({
    ...server.superuser,
    socket: { tls: true, ca: server.certificate.caPem, host: server.host, port: server.port },
  });
  monitor.on("error", () => {});
  await monitor.connect();
  try {
    await monitor.monitor((line) => monitored.push(String(line)));
    await overlap.add(app(current), app(current), app(next), patient);
    await overlap.remove(superuserOf(server), app(next), app(current), patient);
    await singleUser.set(app(next), app(third), patient);
    await singleUser.settle(app(third), app(third), patient);
    expect(await takes(server, { password: current })).toBe(false);
    expect(await takes(server, { password: third })).toBe(true);
    await waitFor(() => monitored.some((line) => line.includes("PING")) || undefined, {
      what: "the last command in MONITOR",
      seconds: 10,
    });
  } finally {
    monitor.destroy();
  }
  const slow = JSON.stringify(await server.command("SLOWLOG", "GET", "-1"));
  const refused = JSON.stringify(await server.command("ACL", "LOG"));
  expect(slow).toContain("SETUSER");
  expect(refused).toContain("auth");
  expect(server.log()).toContain("Accepted");
  for (const text of [slow, refused, monitored.join("\n"), server.log(), await server.files()]) {
    for (const password of planted) expect(text).not.toContain(password);
  }
});
