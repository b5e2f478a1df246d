import { ErrorReply } from "@redis/client";
import { expect, test } from "vitest";
import { dryRun } from "../../../../../shared/rotation/engines/redis/check-privilege.ts";
import { engineError } from "../../../../../shared/rotation/engines/redis/errors.ts";

/** A node that answers every command alike. */
function nodeThat(answer: () => Promise<unknown>) {
  const asked: string[][] = [];
  const attempt = { place: "redis.example:6379", username: "app" };
  return {
    asked,
    place: attempt.place,
    raw: (...words: string[]) => {
      asked.push(words);
      return answer();
    },
    command: answer,
    explain: (error: unknown, command: string) => engineError(error, { ...attempt, command }),
  };
}

const replies = (text: string) => nodeThat(() => Promise.reject(new ErrorReply(text)));

test("asks with the very command that would be run, and runs it not", async () => {
  const node = nodeThat(async () => "OK");
  expect(await dryRun(node, "app", ["ACL", "SAVE"])).toBeUndefined();
  expect(node.asked).toEqual([["ACL", "DRYRUN", "app", "ACL", "SAVE"]]);
});

test("any other answer than OK is a right that is missing, told without the server's words", async () => {
  const node = nodeThat(async () => "User app has no permissions to run the 'acl|setuser' command #digest");
  const failure = await dryRun(node, "app", ["ACL", "SETUSER", "app", "#digest"]).catch((error) => error);
  expect(failure).toMatchObject({ code: "privilege" });
  expect(failure.message).toContain(`does not let "app" run ACL SETUSER.`);
  expect(failure.message).not.toContain("#digest");
});

test.each([
  "ERR Unknown subcommand or wrong number of arguments for 'DRYRUN'. Try ACL HELP.",
  "ERR unknown subcommand 'DRYRUN'. Try ACL HELP.",
])("a server before Redis 7, which has no ACL DRYRUN, cannot tell: %s", async (text) => {
  expect(await dryRun(replies(text), "app", ["ACL", "SAVE"])).toContain("came with Redis 7");
});

test("who may not ask cannot be told", async () => {
  const untold = await dryRun(replies("NOPERM this user has no permissions"), "app", ["ACL", "SAVE"]);
  expect(untold).toContain("+acl|dryrun");
});

test.each([new ErrorReply("LOADING Redis is loading the dataset in memory"), new Error("Socket closed")])(
  "a server that fails is no answer: %s",
  async (error) => {
    const node = nodeThat(() => Promise.reject(error));
    await expect(dryRun(node, "app", ["ACL", "SAVE"])).rejects.toMatchObject({ code: "connect" });
  },
);
