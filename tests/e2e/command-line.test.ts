import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { logsIn } from "../../local/demo/database.ts";
import { currentSecret, rotateOnSchedule } from "../../local/demo/secret.ts";
import { asSuperuser, secretsManager, secretUnderRotation, stack, tag } from "./deployed.ts";
import { rekey } from "./rekey.ts";

describe("rekey rotate", () => {
  it("rotates a secret, shows the states as they pass, and ends with 0", async () => {
    const { name, credentials } = await secretUnderRotation();
    const { code, stdout, stderr } = await rekey(
      "rotate",
      name,
      "--stage",
      stack.stage,
      "--reason",
      "test",
      "--wait",
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^Rotated: arn:aws:states:/) });
    expect(stderr.split("\n").map((line) => line.trim())).toContain("TestSecret");
    expect(await logsIn(await currentSecret(secretsManager, name))).toBe(true);
    expect(await logsIn(credentials)).toBe(false);
  });

  it("prints one JSON document with --json", async () => {
    const { name } = await secretUnderRotation();
    const { stdout } = await rekey(
      "rotate",
      name,
      "--stage",
      stack.stage,
      "--reason",
      "test",
      "--wait",
      "--json",
    );
    expect(JSON.parse(stdout)).toMatchObject({
      status: "SUCCEEDED",
      executionArn: expect.stringMatching(/^arn:/),
    });
  });

  it("ends with 1 and the cause when the rotation is refused or fails", async () => {
    const { name } = await secretUnderRotation((secret) => ({ ...secret, engine: "dbase" }));
    const { code, stdout } = await rekey(
      "rotate",
      name,
      "--stage",
      stack.stage,
      "--reason",
      "test",
      "--wait",
    );
    expect(code).toBe(1);
    expect(stdout).toContain("UnsupportedEngineError");
    expect(stdout).toContain("Nothing was changed.");
  });

  it.each([
    ["no reason is given", ["rotate", "x", "--stage", stack.stage], "--reason"],
    [
      "there is no such stage",
      ["rotate", "x", "--stage", "nowhere", "--reason", "test"],
      "rekey-nowhere-rotate-secret",
    ],
    ["an option is not known", ["rotate", "x", "--reason", "test", "--fast"], "--fast"],
  ])("ends with 2 and says why when %s", async (_, args, words) => {
    const { code, stdout, stderr } = await rekey(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(words);
  });
});

describe("rekey rotation", () => {
  it("enables: the secret is under rotation, tested, and not rotated yet", async () => {
    const { name, credentials } = await secretUnderRotation();
    const { code, stdout } = await rekey(
      "rotation",
      "enable",
      name,
      "--every",
      "30d",
      "--stage",
      stack.stage,
    );
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining("would rotate") });
    expect(await logsIn(credentials)).toBe(true);
  });

  it("tells the status, and ends with 1 when the rotation is not healthy", async () => {
    const { name, username } = await secretUnderRotation();
    const healthy = await rekey("rotation", "status", name, "--stage", stack.stage);
    expect(healthy).toMatchObject({ code: 0, stdout: expect.stringContaining("healthy (single-user)") });
    await asSuperuser(`ALTER ROLE ${username} PASSWORD 'set by somebody else'`);
    const broken = await rekey("rotation", "status", name, "--stage", stack.stage, "--json");
    expect(broken.code).toBe(1);
    expect(JSON.parse(broken.stdout)).toMatchObject({
      state: "lockedOut",
      logins: { AWSCURRENT: "refused" },
    });
  });

  it("tells of readiness what is so, in words and as JSON", async () => {
    const { name, username } = await secretUnderRotation();
    const words = await rekey("rotation", "readiness", name, "--stage", stack.stage);
    expect(words).toMatchObject({ code: 0, stdout: expect.stringContaining(`${name}: would rotate`) });
    expect(words.stdout).toContain(`ok    privilege  "${username}" may change the credential`);
    const { stdout } = await rekey("rotation", "readiness", name, "--stage", stack.stage, "--json");
    expect(JSON.parse(stdout)).toMatchObject([{ secretId: name, ready: true }]);
    expect(stdout).toContain(`{"name":"privilege","result":"ok"`);
  });

  it("tells of readiness what fails and why", async () => {
    const { name } = await secretUnderRotation((secret) => ({ ...secret, password: "another" }));
    const { code, stdout } = await rekey("rotation", "readiness", name, "--stage", stack.stage);
    expect(code).toBe(1);
    expect(stdout).toContain("would NOT rotate");
    expect(stdout).toMatch(/FAIL {2}login +\[authentication\]/);
  });

  it("rolls back: the old password works again, the new one does not", async () => {
    const { name, credentials } = await secretUnderRotation();
    await rekey("rotate", name, "--stage", stack.stage, "--reason", "test", "--wait");
    const rotated = await currentSecret(secretsManager, name);
    const { code } = await rekey("rotation", "rollback", name, "--stage", stack.stage, "--reason", "test");
    expect(code).toBe(0);
    expect(await currentSecret(secretsManager, name)).toEqual(credentials);
    expect([await logsIn(credentials), await logsIn(rotated)]).toEqual([true, false]);
  });

  it("refuses to roll back what was never rotated", async () => {
    const { name } = await secretUnderRotation();
    const { code, stdout } = await rekey(
      "rotation",
      "rollback",
      name,
      "--stage",
      stack.stage,
      "--reason",
      "test",
    );
    expect(code).toBe(1);
    expect(stdout).toContain("NoPreviousVersionError");
  });

  it("recovers what the database forgot", async () => {
    const { name, username, credentials } = await secretUnderRotation();
    await rekey("rotate", name, "--stage", stack.stage, "--reason", "test", "--wait");
    await asSuperuser(`ALTER ROLE ${username} PASSWORD '${credentials.password}'`);
    const { code, stdout } = await rekey("rotation", "recover", name, "--stage", stack.stage);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining("It was drifted") });
    expect(await logsIn(await currentSecret(secretsManager, name))).toBe(true);
  });

  it("tells the history from the trail", async () => {
    const { name } = await secretUnderRotation();
    const versionId = await rotateOnSchedule(secretsManager, name, stack.outputs.RotateFunctionArn);
    const { stdout } = await rekey("rotation", "history", name, "--json");
    const history: { what: string; versionId: string }[] = JSON.parse(stdout);
    expect(
      history
        .filter((entry) => entry.versionId === versionId)
        .map(({ what }) => what)
        .toSorted(),
    ).toEqual(["promoted", "started", "succeeded"]);
  });

  it("rotates a fleet by a tag, and shows what it would do first", async () => {
    const team = randomUUID();
    const { name } = await secretUnderRotation();
    await tag(name, { team });
    const args = ["rotate", "--tag", `team=${team}`, "--stage", stack.stage, "--reason", "test"];
    expect(await rekey(...args, "--dry-run")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("1 secrets would be rotated."),
    });
    expect(await rekey(...args, "--wait")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("1 of 1 secrets rotated, 0 failed."),
    });
  });

  it.each([
    ["neither a secret nor a fleet is named", ["rotate", "--reason", "x"], "Name one secret"],
    ["both are", ["rotate", "x", "--tag", "a=b", "--reason", "x"], "Name one secret"],
    ["it is not said how often", ["rotation", "enable", "x"], "Say how often"],
    ["days are no days", ["rotation", "enable", "x", "--every", "soon"], "1d to 1000d"],
    ["the approval's token is none", ["approve", "no-token"], "token"],
  ])("ends with 2 and says why when %s", async (_, args, words) => {
    const { code, stderr } = await rekey(...args);
    expect(code).toBe(2);
    expect(stderr.toLowerCase()).toContain(words.toLowerCase());
  });
});
