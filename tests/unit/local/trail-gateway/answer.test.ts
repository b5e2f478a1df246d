import { describe, expect, it } from "vitest";
import { answerOf } from "../../../../local/trail-gateway/answer.ts";

const answer = (status: number, body: string, headers = {}) =>
  answerOf({ status, headers, body: Buffer.from(body) });

describe("an answer", () => {
  it("is read as JSON, with the id that the service gave it", () => {
    expect(answer(200, '{"KeyId":"k"}', { "x-amzn-requestid": "id-1" })).toEqual({
      status: 200,
      requestId: "id-1",
      body: { KeyId: "k" },
    });
  });

  it("has no id where the service gave none", () => {
    expect(answer(200, "{}", { "x-amzn-requestid": "" }).requestId).toBeUndefined();
  });

  it("of STS that refuses tells the error as the others do", () => {
    const xml =
      "<ErrorResponse><Error><Code>AccessDenied</Code><Message>Not you</Message></Error></ErrorResponse>";
    expect(answer(403, xml).body).toEqual({ __type: "AccessDenied", message: "Not you" });
  });

  it("of STS that succeeds is not read: there are credentials in it", () => {
    const xml = "<AssumeRoleResponse><SecretAccessKey>CANARY</SecretAccessKey></AssumeRoleResponse>";
    expect(answer(200, xml).body).toEqual({});
  });

  it.each(["", "<", "<html>", "{", "null"])("that is %j has no fields", (text) => {
    expect(Object.values(answer(500, text).body).filter((value) => value !== undefined)).toEqual([]);
  });
});
