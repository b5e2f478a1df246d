import type { Examples } from "../../examples/example.ts";
import { examples as rekeyAlarmTampered } from "./rekey-alarm-tampered.examples.ts";
import { examples as rekeyFunctionTampered } from "./rekey-function-tampered.examples.ts";
import { examples as rekeyQueueTampered } from "./rekey-queue-tampered.examples.ts";
import { examples as rekeyRoleTampered } from "./rekey-role-tampered.examples.ts";
import { examples as rekeyRuleTampered } from "./rekey-rule-tampered.examples.ts";
import { examples as rekeySettingsChanged } from "./rekey-settings-changed.examples.ts";
import { examples as rekeyStateMachineTampered } from "./rekey-state-machine-tampered.examples.ts";
import { examples as rekeyTableTampered } from "./rekey-table-tampered.examples.ts";
import { examples as rekeyTopicTampered } from "./rekey-topic-tampered.examples.ts";

/** Examples of the detections of this folder, by their ids. */
export const rekeyExamples: Readonly<Record<string, Examples>> = {
  "rekey-alarm-tampered": rekeyAlarmTampered,
  "rekey-function-tampered": rekeyFunctionTampered,
  "rekey-queue-tampered": rekeyQueueTampered,
  "rekey-role-tampered": rekeyRoleTampered,
  "rekey-rule-tampered": rekeyRuleTampered,
  "rekey-settings-changed": rekeySettingsChanged,
  "rekey-state-machine-tampered": rekeyStateMachineTampered,
  "rekey-table-tampered": rekeyTableTampered,
  "rekey-topic-tampered": rekeyTopicTampered,
};
