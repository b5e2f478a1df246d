import { OrganizationsClient, OrganizationsServiceException } from "@aws-sdk/client-organizations";
import {
  askedOnce,
  type KnownKey,
  type KnownPrincipal,
  type KnownSecret,
  organizationNotLookedAt,
  organizationReader,
} from "../../shared/access/index.ts";
import { makeClient } from "../../shared/aws/index.ts";
import { callerPlace } from "../caller.ts";
import { type Accounts, accountWith, type ProfileOptions } from "./accounts.ts";

/** Puts the policies of organizations to what they reach. */
export interface Organizations {
  ofPrincipal(known: KnownPrincipal): Promise<KnownPrincipal>;
  ofKey(known: KnownKey): Promise<KnownKey>;
  ofSecret(known: KnownSecret): Promise<KnownSecret>;
}

/**
 * Asks organizations, each account's once: with `--organization-profile` that profile is asked about every account, else
 * each account at hand about itself, which AWS permits to few. An answer that does not come stops nothing: it is told.
 */
export function openOrganizations(
  accounts: Accounts,
  { organizationProfile }: ProfileOptions,
): Organizations {
  const readerOfProfile = askedOnce(async (profile: string) => {
    const { account } = await callerPlace({ profile });
    return organizationReader({ client: clientOf(profile), account });
  });
  const readerOf = async (account: string) => {
    if (organizationProfile !== undefined) return readerOfProfile(organizationProfile);
    const own = accountWith(accounts, account);
    return own ? organizationReader({ client: clientOf(own.profile), account }) : nobodyAsks;
  };
  const of = askedOnce(async (account: string) => {
    try {
      const read = await readerOf(account);
      return await read(account);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // A local AWS may be without the service.
      const missing =
        error instanceof OrganizationsServiceException && error.$metadata.httpStatusCode === 501;
      if (!missing)
        process.stderr.write(
          `The organization of ${account} was not looked at: ${error.message || error.name}\n`,
        );
      return organizationNotLookedAt;
    }
  });
  const ofResource = async <T extends KnownKey | KnownSecret>(one: T): Promise<T> => {
    const organization = await of(one.resource.account);
    const { id } = organization;
    const attributes = { ...one.resource.attributes, ...(id !== undefined && { "aws:ResourceOrgID": [id] }) };
    return { ...one, organization, resource: { ...one.resource, attributes } };
  };
  return {
    ofPrincipal: async (one) => {
      const { principal } = one;
      if (principal.kind === "service") return one;
      const organization = await of(principal.account);
      return { ...one, organization, principal: { ...principal, organization: organization.id } };
    },
    ofKey: ofResource,
    ofSecret: ofResource,
  };
}

function clientOf(profile: string | undefined): OrganizationsClient {
  return makeClient(OrganizationsClient, { maxAttempts: 2, ...(profile !== undefined && { profile }) });
}

const nobodyAsks = async () => organizationNotLookedAt;
