import { secretChange } from "./secret-change.ts";

export const secretDeletedWithoutRecovery = secretChange({
  id: "secret-deleted-without-recovery",
  title: "A secret is deleted at once, so that nobody can restore it",
  technique: "T1485",
  behaviours: ["secret-deleted-without-recovery"],
  eventName: "DeleteSecret",
  request: { forceDeleteWithoutRecovery: true },
});
