import { secretChange } from "./secret-change.ts";

export const rotationCancelled = secretChange({
  id: "rotation-cancelled",
  title: "A secret's rotation is cancelled, so that a stolen value stays good",
  technique: "T1098",
  behaviours: ["rotation-cancelled"],
  eventName: "CancelRotateSecret",
  request: {},
});
