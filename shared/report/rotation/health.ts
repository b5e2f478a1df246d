import { resourceNamed } from "../labels.ts";
import { type ReportRotation, type RotationState, rotationStates } from "../report.ts";
import type { RotationInAccount } from "./in-account.ts";
import type { RotationInTrail } from "./in-trail.ts";

/** What is known of rotation. */
export interface KnownOfRotation {
  trail: ReadonlyMap<string, RotationInTrail>;
  /** As Secrets Manager tells, where it was asked. */
  account?: readonly RotationInAccount[] | undefined;
  /** Further secrets, by `account/region/name`, of which nothing may be known. */
  used: readonly string[];
  now: Date;
}

/** How rotation goes, secret by secret: what wants attention first. */
export function rotationHealth({ trail, account = [], used, now }: KnownOfRotation): ReportRotation[] {
  const settings = new Map(account.map((setting) => [setting.secret, setting]));
  const names = new Set([...settings.keys(), ...trail.keys(), ...used]);
  return [...names]
    .map((secret) => healthOf(secret, settings.get(secret), trail.get(secret), now))
    .sort(
      (one, other) =>
        rotationStates.indexOf(one.state) - rotationStates.indexOf(other.state) ||
        (one.secret < other.secret ? -1 : 1),
    );
}

const nothing: RotationInTrail = { succeeded: 0, failed: 0 };

function healthOf(
  secret: string,
  setting: RotationInAccount | undefined,
  told: RotationInTrail = nothing,
  now: Date,
): ReportRotation {
  const { succeeded, failed, lastFailure } = told;
  const lastRotated = latest(setting?.lastRotated, told.lastRotated);
  return {
    secret,
    ...resourceNamed(secret),
    state: stateOf(setting, told, lastRotated, now),
    ...(lastRotated && { lastRotated }),
    ...(setting?.next && { next: setting.next }),
    ...(setting?.schedule && { schedule: setting.schedule }),
    succeeded,
    failed,
    ...(lastFailure && { lastFailure }),
  };
}

function stateOf(
  setting: RotationInAccount | undefined,
  { lastFailure, lastOn, lastOff }: RotationInTrail,
  lastRotated: string | undefined,
  now: Date,
): RotationState {
  const isOn = setting ? setting.isOn : lastOn !== undefined && (lastOff === undefined || lastOn > lastOff);
  if (!isOn) return setting || lastOff !== undefined ? "off" : "none seen";
  const failedLast =
    lastFailure && (lastRotated === undefined || Date.parse(lastFailure.at) >= Date.parse(lastRotated));
  if (failedLast) return "failing";
  return setting?.next && Date.parse(setting.next) < now.getTime() ? "overdue" : "on";
}

function latest(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Date.parse(one) > Date.parse(other) ? one : other;
}
