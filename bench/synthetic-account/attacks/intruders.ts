import {
  type Account,
  type Application,
  addressOf,
  type Key,
  type PermissionSet,
  workload,
} from "../account/index.ts";
import { serverOnPremises } from "../actors/users.ts";
import type { Caller } from "../records/api-call.ts";
import { session } from "../records/identities.ts";
import { minute } from "../stream/timed.ts";
import type { Scene } from "./attack.ts";

/** Somebody who does harm, under a name that the account knows. */
export interface Intruder {
  caller: Caller;
  principals: readonly string[];
}

/** A Tor exit, and addresses of hosting companies. */
const torExit = "185.220.101.34";
const hosting = ["45.155.205.233", "193.32.162.157", "64.225.75.10"];

const boto = "Boto3/1.34.46 md/Botocore#1.34.46 ua/2.0 os/linux#5.15.0-94-generic lang/python#3.10.12";

/** A person's session, stolen and used on a rented server. */
export function stolenSession(scene: Scene, set: PermissionSet = "Developer"): Intruder {
  const { caller, principals } = insider(scene, set);
  return { caller: { ...caller, sourceIPAddress: scene.random.pick(hosting), userAgent: boto }, principals };
}

/** A person who does it from the usual place, with the usual tool. */
export function insider({ account, random, at }: Scene, set: PermissionSet): Intruder {
  const person = random.pick(account.people.filter((one) => one.permissionSet === set && one.since < at));
  const identity = session(random, person.role, person.name, at - 20 * minute);
  const caller = {
    identity,
    sourceIPAddress: addressOf(person, account.seed, at),
    userAgent:
      "aws-cli/2.24.10 md/awscrt#0.23.8 ua/2.0 os/macos#24.3.0 md/arch#arm64 lang/python#3.12.9 md/pyimpl#CPython",
  };
  return { caller, principals: principalsOf(caller) };
}

/** The access key of the server on premises, used through Tor. */
export function leakedAccessKey({ account }: Scene): Intruder {
  const caller = { ...serverOnPremises(account), sourceIPAddress: torExit };
  return { caller, principals: principalsOf(caller) };
}

/** A program taken over: what it does comes from where it runs. */
export function takenOver({ random, at }: Scene, application: Application): Intruder {
  const caller = workload(random, application, at - 90 * minute);
  return { caller, principals: principalsOf(caller) };
}

/** The credentials of a program, taken and used on a rented server. */
export function usedElsewhere({ random }: Scene, { caller: { identity }, principals }: Intruder): Intruder {
  return { caller: { identity, sourceIPAddress: random.pick(hosting), userAgent: boto }, principals };
}

/** A running application in the account's first region. */
export function anApplication({ account, random, at }: Scene, runsOn?: Application["runsOn"]): Application {
  const settled = account.applications.filter(
    (one) => one.region === "eu-central-1" && one.since < at && (!runsOn || one.runsOn === runsOn),
  );
  return random.pick(settled);
}

/** One of the account's own keys. */
export function aKey({ account, random }: Scene, fits: (key: Key) => boolean = () => true): Key {
  return random.pick(ownKeys(account).filter(fits));
}

function ownKeys({ keys }: Account): Key[] {
  return keys.filter(({ managedByAws, region }) => !managedByAws && region === "eu-central-1");
}

/** A program's role too, which is its own; people share theirs, and what another of them did tells of no attack. */
function principalsOf({ identity: { arn = "", sessionContext } }: Caller): string[] {
  const role = sessionContext?.sessionIssuer?.arn;
  return role && !role.includes("AWSReservedSSO_") ? [arn, role] : [arn];
}
