import type { RotationState } from "./status.ts";

/** What a state means, and what recovering does about it. */
export const stateInWords: Record<RotationState, { meaning: string; recovery: string }> = {
  healthy: {
    meaning: "AWSCURRENT logs in and no rotation is under way.",
    recovery: "Nothing needs to be done.",
  },
  notCreated: {
    meaning: "A rotation died before it made a new credential. AWSCURRENT logs in.",
    recovery: "AWSPENDING is removed.",
  },
  notSet: {
    meaning: "A rotation made a new credential that the system does not take. AWSCURRENT logs in.",
    recovery: "The rotation is undone: AWSPENDING is removed.",
  },
  notPromoted: {
    meaning: "The system takes the new credential, and AWSCURRENT is still the old one.",
    recovery: "The rotation is finished: the new credential is tested and becomes AWSCURRENT.",
  },
  onPreviousWhileRotating: {
    meaning: "The system takes AWSPREVIOUS alone: it was restored while a rotation was under way.",
    recovery: "The new credential is set with AWSPREVIOUS's help, tested, and becomes AWSCURRENT.",
  },
  drifted: {
    meaning: "The system takes AWSPREVIOUS instead of AWSCURRENT: it was restored, or changed by hand.",
    recovery: "AWSCURRENT's credential is set in the system again, with AWSPREVIOUS's help.",
  },
  lockedOut: {
    meaning: "The system takes no credential that the secret holds.",
    recovery:
      "None is safe: set the credential of AWSCURRENT in the system by hand, or store one that works.",
  },
};
