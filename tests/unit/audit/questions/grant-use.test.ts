import { describe, expect, it } from "vitest";
import { type AskedGrant, grantUse } from "../../../../shared/audit/index.ts";
import { answerTo, decrypt, keyArn, keyId, kmsCall, roleArn, session } from "../records.ts";

const grant: AskedGrant = { id: "abc1", grantee: roleArn, operations: ["Decrypt", "ReEncryptFrom"] };
const at = (second: number) => `2026-03-01T12:00:0${second}Z`;

const made = (grantId: string, second: number, who: string) =>
  kmsCall("CreateGrant", {
    eventTime: at(second),
    userIdentity: { type: "IAMUser", arn: who, accountId: "111122223333" },
    requestParameters: { granteePrincipal: roleArn, operations: ["Decrypt"] },
    responseElements: { grantId },
  });

const about = async (records: Parameters<typeof answerTo>[1], asked = grant) =>
  (await answerTo(grantUse({ kind: "key", id: keyId, arn: keyArn }, [asked]), records))[0];

describe("what the trail tells of a grant", () => {
  it("is who made it first", async () => {
    const [alice, bob] = ["arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:user/bob"];
    expect(await about([made("abc1", 2, bob), made("abc1", 1, alice), made("abc12", 0, bob)])).toEqual({
      id: "abc1",
      madeBy: alice,
      madeAt: at(1),
    });
  });

  it("is the grantee's last successful call of what it permits", async () => {
    const byApp = { userIdentity: session("task-1") };
    expect(
      await about([
        kmsCall("ReEncrypt", { ...byApp, eventTime: at(3) }),
        decrypt({ ...byApp, eventTime: at(1) }),
        decrypt({ ...byApp, eventTime: at(4), errorCode: "AccessDenied" }),
        kmsCall("Encrypt", { ...byApp, eventTime: at(5) }),
        decrypt({ eventTime: at(6) }),
      ]),
    ).toMatchObject({
      lastUse: {
        time: at(3),
        operation: "ReEncrypt",
        caller: "arn:aws:sts::111122223333:assumed-role/app/task-1",
      },
    });
  });

  it("is that of one session, where the session is the grantee", async () => {
    const grantee = "arn:aws:sts::111122223333:assumed-role/app/task-2";
    const records = [decrypt({ userIdentity: session("task-1") })];
    expect(await about(records, { ...grant, grantee })).toEqual({ id: "abc1" });
    expect(await about([decrypt({ userIdentity: session("task-2") })], { ...grant, grantee })).toHaveProperty(
      "lastUse",
    );
  });

  it("is nothing where it does not tell", async () => {
    expect(await about([])).toEqual({ id: "abc1" });
  });
});
