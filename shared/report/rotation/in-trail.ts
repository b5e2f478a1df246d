import { type AuditEvent, firstByName, mostNamed } from "../../audit/index.ts";
import type { WantedEvents } from "../../trail/index.ts";

/** Events that tell how rotation goes. */
export const rotationEvents: WantedEvents = {
  source: "secretsmanager.amazonaws.com",
  names: [
    "CancelRotateSecret",
    "RotateSecret",
    "RotationAbandoned",
    "RotationFailed",
    "RotationStarted",
    "RotationSucceeded",
    "UpdateSecretVersionStage",
  ],
};

/** What the trail tells of a secret's rotation. */
export interface RotationInTrail {
  succeeded: number;
  failed: number;
  /** When its value was last replaced: by a rotation, or by promoting a version by hand. ISO 8601. */
  lastRotated?: string;
  lastFailure?: { at: string; reason: string };
  /** The last time that rotation was set up or began, and that it was switched off. */
  lastOn?: string;
  lastOff?: string;
}

/** Collects how rotation goes, from events in any order, each given once: by `account/region/name` of the secrets. */
export function rotationsWithin() {
  const secrets = firstByName<RotationInTrail>(mostNamed);
  return {
    add: (event: AuditEvent): void => {
      const { source, operation, secret, time, error, change = operation, stagingLabel } = event;
      if (source !== rotationEvents.source || secret === undefined || error !== undefined) return;
      if (!rotationEvents.names?.includes(operation)) return;
      if (operation === "UpdateSecretVersionStage" && stagingLabel !== "AWSCURRENT") return;
      const of = secrets.of(secret, () => ({ succeeded: 0, failed: 0 }));
      if (!of) return;
      switch (operation) {
        case "CancelRotateSecret":
          of.lastOff = later(of.lastOff, time);
          return;
        case "UpdateSecretVersionStage":
          of.lastRotated = later(of.lastRotated, time);
          return;
        case "RotationFailed":
        case "RotationAbandoned":
          of.failed += 1;
          if (!of.lastFailure || isLater({ at: time, reason: change }, of.lastFailure))
            of.lastFailure = { at: time, reason: change };
          break;
        case "RotationSucceeded":
          of.succeeded += 1;
          of.lastRotated = later(of.lastRotated, time);
          break;
      }
      of.lastOn = later(of.lastOn, time);
    },
    answer: (): Map<string, RotationInTrail> => new Map(secrets.entries()),
  };
}

function later(one: string | undefined, other: string): string {
  return one !== undefined && one > other ? one : other;
}

type Failure = { at: string; reason: string };

/** Of two failures in one second either may be the last: the reason decides, so that their order does not. */
function isLater(one: Failure, other: Failure): boolean {
  return one.at !== other.at ? one.at > other.at : one.reason > other.reason;
}
