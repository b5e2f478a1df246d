import { tmpdir } from "node:os";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient, KMSServiceException, paginateListKeys } from "@aws-sdk/client-kms";
import { inject } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import { rekey } from "../envelope/run-rekey.ts";
import type { Ended } from "./run-key.ts";

/** How KMS refuses: the local one refuses neither for want of permission nor for a principal that does not exist. */
export interface Refusal {
  name: string;
  message?: string;
}

/**
 * An account of the local AWS for one file of tests, so that its keys can be counted.
 *
 * @param id 12 digits
 */
export function ownAccount(id: string) {
  const settings = clientSettings(inject("integration").endpoint, {
    accessKeyId: id,
    secretAccessKey: "test",
  });
  const kms = new KMSClient(settings);
  return {
    kms,
    iam: new IAMClient(settings),
    place: { partition: "aws", account: id, region: settings.region },

    /** Runs `rekey key …`, where nobody is there to type. */
    async key(...args: string[]): Promise<Ended> {
      const { code, stdout, stderr } = await rekey(["key", ...args], { cwd: tmpdir(), account: id });
      return { code, stdout: stdout.toString("utf8"), stderr };
    },

    async countKeys(): Promise<number> {
      let count = 0;
      for await (const { Keys = [] } of paginateListKeys({ client: kms }, {})) count += Keys.length;
      return count;
    },

    /**
     * A client that is refused some calls, as KMS would word it; all else reaches the local KMS.
     *
     * @param refusals by command, such as `CreateAliasCommand`
     */
    refusing(refusals: Record<string, Refusal>): KMSClient {
      const client = new KMSClient(settings);
      client.middlewareStack.add(
        (next, { commandName = "" }) =>
          (args) => {
            const refusal = refusals[commandName];
            if (!refusal) return next(args);
            throw new KMSServiceException({ $fault: "client", $metadata: {}, message: "", ...refusal });
          },
        { step: "initialize" },
      );
      return client;
    },
  };
}
