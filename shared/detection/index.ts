export type {
  AbsenceDetection,
  Detection,
  FirstSeenDetection,
  MatchDetection,
  RateDetection,
  SequenceDetection,
  SequenceStep,
  ThresholdDetection,
} from "./detection.ts";
export { detections } from "./detections/index.ts";
export { evaluateMatches, evaluateThresholds } from "./evaluate.ts";
export { type EventIndex, indexByEvent } from "./event-index.ts";
export { type DetectionSettings, detectionSettingsSchema } from "./settings.ts";
export { dynamoDbWindows } from "./windows/dynamodb.ts";
export { memoryWindows } from "./windows/memory.ts";
export type { WindowStore } from "./windows/store.ts";
