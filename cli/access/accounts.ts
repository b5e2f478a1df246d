import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Command } from "commander";
import type { AccessClients } from "../../shared/access/index.ts";
import { makeClient } from "../../shared/aws/index.ts";
import { callerPlace } from "../caller.ts";

/** An account that can be asked. */
export interface Account {
  id: string;
  region: string;
  partition: string;
  /** Undefined: the environment's credentials. */
  profile: string | undefined;
  clients: AccessClients;
}

/** The accounts of a question: that of the secret or key, and that of the principal, which may be the same. */
export interface Accounts {
  owner: Account;
  reader: Account;
}

/** Profiles of the AWS configuration, one for each side. */
export interface ProfileOptions {
  ownerProfile?: string;
  readerProfile?: string;
  organizationProfile?: string;
}

/** The options that name a profile for each side; the same for every command. */
export function withProfiles(command: Command): Command {
  return command
    .option("--owner-profile <name>", "profile of the account of the secret or key")
    .option("--reader-profile <name>", "profile of the principal's account");
}

/** The option for whom to ask about organizations. */
export function withOrganization(command: Command): Command {
  return command.option(
    "--organization-profile <name>",
    "profile that may read organization policies: of the management account or a delegated administrator",
  );
}

/** Makes clients for both sides: one profile alone stands for both, and without one the environment does. */
export async function openAccounts({ ownerProfile, readerProfile }: ProfileOptions): Promise<Accounts> {
  const owner = await openAccount(ownerProfile ?? readerProfile);
  const apart = ownerProfile !== undefined && readerProfile !== undefined && ownerProfile !== readerProfile;
  return { owner, reader: apart ? await openAccount(readerProfile) : owner };
}

async function openAccount(profile: string | undefined): Promise<Account> {
  const settings = profile === undefined ? {} : { profile };
  const { account: id, region, partition } = await callerPlace(settings);
  return {
    id,
    profile,
    region,
    partition,
    clients: {
      iam: makeClient(IAMClient, settings),
      kms: makeClient(KMSClient, settings),
      secretsManager: makeClient(SecretsManagerClient, settings),
    },
  };
}

/** The account of these with an id. */
export function accountWith({ owner, reader }: Accounts, id: string | undefined): Account | undefined {
  return [reader, owner].find((account) => account.id === id);
}
