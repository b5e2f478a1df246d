import { KMSClient } from "@aws-sdk/client-kms";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { makeClient } from "../../shared/aws/index.ts";
import { aliasesInAccount, type ReportSettings, rotationInAccount } from "../../shared/report/index.ts";

/** What the account tells, and what it does not, in sentences. */
export interface AccountTold {
  account?: ReportSettings["account"];
  notes: string[];
}

/** Asks the credentials' account how its secrets rotate and what its keys are called. What it does not tell is a note. */
export async function askAccount(): Promise<AccountTold> {
  const [rotation, aliases] = await Promise.allSettled([
    rotationInAccount(makeClient(SecretsManagerClient)),
    aliasesInAccount(makeClient(KMSClient)),
  ]);
  const notes = [
    ...(rotation.status === "rejected"
      ? [`Secrets Manager was not asked about rotation: ${inWords(rotation.reason)}`]
      : []),
    ...(aliases.status === "rejected"
      ? [`KMS was not asked what keys are called: ${inWords(aliases.reason)}`]
      : []),
  ];
  const known = aliases.status === "fulfilled" ? aliases.value : new Map<string, string>();
  return {
    account: {
      aliases: known,
      ...(rotation.status === "fulfilled" && { rotation: rotation.value }),
    },
    notes,
  };
}

function inWords(reason: unknown): string {
  const { name, message } = reason instanceof Error ? reason : { name: "Error", message: String(reason) };
  return `${name}: ${message}`;
}
