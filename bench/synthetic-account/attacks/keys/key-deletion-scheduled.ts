import { day } from "../../stream/timed.ts";
import { keyChange } from "./key-change.ts";

export const keyDeletionScheduled = keyChange({
  id: "key-deletion-scheduled",
  title: "A key is scheduled for deletion after the shortest wait",
  technique: "T1485",
  behaviours: ["key-disabled-or-scheduled-for-deletion"],
  eventName: "ScheduleKeyDeletion",
  request: ({ arn }) => ({ keyId: arn, pendingWindowInDays: 7 }),
  response: ({ arn }, { at }) => ({
    keyId: arn,
    keyState: "PendingDeletion",
    deletionDate: new Date(at + 7 * day).toISOString(),
    pendingWindowInDays: 7,
  }),
});
