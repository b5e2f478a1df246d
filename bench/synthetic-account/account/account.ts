import type { UserIdentity } from "../../../shared/trail/index.ts";
import { type Role, role, user } from "../records/identities.ts";
import { seeded } from "../stream/random.ts";
import { type Application, makeApplications, managed, type Period } from "./applications.ts";
import { type Key, makeKeys } from "./keys.ts";
import { makePeople, type Person } from "./people.ts";
import { accountId, regions } from "./place.ts";
import { makeSecret, type Secret } from "./secrets.ts";

/** All that is in the account. */
export interface Account {
  seed: number;
  period: Period;
  keys: Key[];
  /** 500, those of applications among them. */
  secrets: Secret[];
  applications: Application[];
  people: Person[];
  roles: Roles;
  users: { onPremises: UserIdentity; administrator: UserIdentity };
  /** Roles that run every night, one for each job. */
  jobs: Role[];
  /** Roles that deploy, one for each domain. */
  deployers: Role[];
}

/** Roles that there is one of. */
export interface Roles {
  rotation: Role;
  terraform: Role;
  config: Role;
  securityHub: Role;
  backup: Role;
  autoScaling: Role;
  rds: Role;
  misconfigured: Role;
}

/** Makes the account as a seed has it. */
export function makeAccount(seed: number, period: Period): Account {
  const random = seeded(seed, "account");
  const keys = makeKeys(random);
  const applications = makeApplications(seed, period, keys);
  const own = applications.flatMap((application) => application.secrets.map(({ secret }) => secret));
  const shared = Array.from({ length: Math.max(0, 500 - new Set(own).size) }, (_, n) => {
    const region = regions[n % 4 === 3 ? 1 : 0];
    const inRegion = keys.filter((key) => key.region === region);
    return makeSecret(
      seed,
      `shared/integration-${n}`,
      region,
      managed(inRegion, "secretsmanager"),
      period.from,
    );
  });
  const named = (name: string, path?: string) => role(random, accountId, name, path);
  const linked = (name: string, service: string) =>
    named(name, `/aws-service-role/${service}.amazonaws.com/`);
  return {
    seed,
    period,
    keys,
    applications,
    secrets: [...new Set([...own, ...shared])],
    people: makePeople(seed, period),
    users: {
      onPremises: user(random, accountId, "on-premises-exchange"),
      administrator: user(random, accountId, "administrator"),
    },
    jobs: Array.from({ length: 14 }, (_, n) => named(`nightly-job-${n}`)),
    deployers: Array.from({ length: 10 }, (_, n) => named(`deploy-${n}`)),
    roles: {
      rotation: named("rekey-prod-rotate"),
      terraform: named("terraform"),
      config: linked("AWSServiceRoleForConfig", "config"),
      securityHub: linked("AWSServiceRoleForSecurityHub", "securityhub"),
      backup: named("AWSBackupDefaultServiceRole", "/service-role/"),
      autoScaling: linked("AWSServiceRoleForAutoScaling", "autoscaling"),
      rds: linked("AWSServiceRoleForRDS", "rds"),
      misconfigured: named("staging-report-export"),
    },
  };
}
