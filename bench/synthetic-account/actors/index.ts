import type { Account } from "../account/account.ts";
import type { Stream } from "../stream/timed.ts";
import { applications } from "./applications.ts";
import { auditor } from "./auditor.ts";
import { backups } from "./backups.ts";
import { dataServices } from "./data-services.ts";
import { deployments } from "./deployments.ts";
import { errors } from "./errors.ts";
import { keyRotations } from "./key-rotations.ts";
import { nightlyJobs } from "./nightly-jobs.ts";
import { partner } from "./partner.ts";
import { people } from "./people.ts";
import { postureTools } from "./posture-tools.ts";
import { rotations } from "./rotations.ts";
import { services } from "./services.ts";
import { terraform } from "./terraform.ts";
import { users } from "./users.ts";

/** Records a day of people, tools and services: they are as many however busy the account is. */
const fixedEventsPerDay = 12_000;

/** All that goes on in the account and is as it should be; programs make as many records as are asked for. */
export function actors(account: Account, eventsPerDay: number): Stream[] {
  const byPrograms = Math.max(0, eventsPerDay - fixedEventsPerDay);
  return [
    ...applications(account, byPrograms * 0.3),
    ...dataServices(account, byPrograms * 0.43),
    ...nightlyJobs(account, byPrograms * 0.13),
    ...[
      auditor,
      backups,
      deployments,
      errors,
      keyRotations,
      partner,
      people,
      postureTools,
      rotations,
    ].flatMap((streams) => streams(account)),
    ...[services, terraform, users].flatMap((streams) => streams(account)),
  ];
}
