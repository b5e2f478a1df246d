import type { Definition } from "../definition.ts";
import { rekeyAlarmTampered } from "./rekey-alarm-tampered.ts";
import { rekeyFunctionTampered } from "./rekey-function-tampered.ts";
import { rekeyQueueTampered } from "./rekey-queue-tampered.ts";
import { rekeyRoleTampered } from "./rekey-role-tampered.ts";
import { rekeyRuleTampered } from "./rekey-rule-tampered.ts";
import { rekeySettingsChanged } from "./rekey-settings-changed.ts";
import { rekeyStateMachineTampered } from "./rekey-state-machine-tampered.ts";
import { rekeyTableTampered } from "./rekey-table-tampered.ts";
import { rekeyTopicTampered } from "./rekey-topic-tampered.ts";

/** Detections of who lays hands on Rekey itself. */
export const rekeyDetections: readonly Definition[] = [
  rekeyRuleTampered,
  rekeyQueueTampered,
  rekeyFunctionTampered,
  rekeyRoleTampered,
  rekeyTableTampered,
  rekeyTopicTampered,
  rekeyAlarmTampered,
  rekeyStateMachineTampered,
  rekeySettingsChanged,
];
