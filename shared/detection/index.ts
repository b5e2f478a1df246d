export type { Detection, MatchDetection, ThresholdDetection } from "./detection.ts";
export { type DetectionSettings, detections } from "./detections/index.ts";
export { evaluateMatches, evaluateThresholds } from "./evaluate.ts";
export { type EventIndex, indexByEvent } from "./event-index.ts";
export { dynamoDbWindows } from "./windows/dynamodb.ts";
export { memoryWindows } from "./windows/memory.ts";
export type { WindowStore } from "./windows/store.ts";
