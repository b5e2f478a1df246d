import { describe, expect, it } from "vitest";
import type { Dependent, DependentClients, Place } from "../../../../shared/keys/dependents/dependent.ts";
import { recognizer } from "../../../../shared/keys/dependents/key-names.ts";
import { searching } from "../../../../shared/keys/dependents/search.ts";
import { dependentClients } from "../dependent-clients.ts";

const key = { arn: "arn:aws:kms:eu-central-1:111122223333:key/1", aliases: [] };
const found: Dependent = { kind: "queue", id: "q", keyName: "1", namedAs: "key", loss: "it is lost" };

const search = (find: Place["find"]) =>
  searching(
    clients(),
    key,
    recognizer(key),
  )({ what: "queues", actions: ["sqs:ListQueues", "sqs:Get"], find });

/** They ask nobody here. */
const clients = (): DependentClients => dependentClients("http://127.0.0.1:1");

const errorNamed = (name: string, message = "") => Object.assign(new Error(message), { name, $metadata: {} });

describe("a place", () => {
  it.each(["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError"])(
    "that may not be read (%s) is told, with what to allow",
    async (name) => {
      const looked = await search(() => Promise.reject(errorNamed(name)));
      expect(looked).toEqual({
        found: [],
        notLookedAt: [
          { what: "queues", items: [], reason: "not permitted: allow sqs:ListQueues and sqs:Get" },
        ],
      });
    },
  );

  it("whose service fails or does not answer is told, with its reason", async () => {
    const failed = await search(() => Promise.reject(errorNamed("InternalFailure", "not there")));
    expect(failed.notLookedAt).toEqual([{ what: "queues", items: [], reason: "InternalFailure: not there" }]);
    const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    expect((await search(() => Promise.reject(refused))).notLookedAt).toHaveLength(1);
  });

  it("that is searched wrongly is an error of the program, which is not hidden", async () => {
    await expect(search(() => Promise.reject(new TypeError("a mistake")))).rejects.toThrow("a mistake");
  });

  it("is read as far as it can be: what is gone is left out, what is forbidden is named", async () => {
    const looked = await search((_, { each }) =>
      each(["a", "gone", "forbidden", "b", "too"], String, async (name) => {
        if (name === "gone") throw errorNamed("QueueDoesNotExist");
        if (name === "forbidden" || name === "too") throw errorNamed("AccessDenied");
        return [{ ...found, id: name }];
      }),
    );
    expect(looked.found.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(looked.notLookedAt).toEqual([
      {
        what: "queues",
        items: ["forbidden", "too"],
        reason: "not permitted: allow sqs:ListQueues and sqs:Get",
      },
    ]);
  });

  it("is asked about some items at a time", async () => {
    let [now, most] = [0, 0];
    await search((_, { each }) =>
      each(
        Array.from({ length: 100 }, (_, n) => n),
        String,
        async () => {
          now += 1;
          most = Math.max(most, now);
          await new Promise(setImmediate);
          now -= 1;
          return [];
        },
      ),
    );
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(16);
  });
});
