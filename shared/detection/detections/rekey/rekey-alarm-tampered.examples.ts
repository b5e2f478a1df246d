import { byRole, call, deploying, type Examples, example, refused } from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user silences alarms",
      call("monitoring", "DisableAlarmActions", {
        alarmNames: ["orders-errors", "rekey-prod-detect-errors"],
      }),
      { severity: "HIGH", why: "a part of Rekey" },
    ),
    example(
      "A role deletes one",
      call("monitoring", "DeleteAlarms", { alarmNames: ["rekey-prod-detect-errors"] }, byRole("admin")),
    ),
  ],
  silent: [
    example("Of another application", call("monitoring", "DeleteAlarms", { alarmNames: ["orders-errors"] })),
    example(
      "CloudFormation does it for a deployment",
      call(
        "monitoring",
        "DisableAlarmActions",
        { alarmNames: ["orders-errors", "rekey-prod-detect-errors"] },
        deploying,
      ),
    ),
    example(
      "It was refused",
      call(
        "monitoring",
        "DisableAlarmActions",
        { alarmNames: ["orders-errors", "rekey-prod-detect-errors"] },
        refused,
      ),
    ),
    example(
      "Alarms are turned on",
      call("monitoring", "EnableAlarmActions", { alarmNames: ["rekey-prod-detect-errors"] }),
    ),
  ],
};
