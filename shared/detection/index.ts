export { type DescribedDetection, describeDetections, detectionsPage } from "./describe/index.ts";
export { detectInLogs, type LogFindings, type LogProgress, type LogSearch } from "./detect-in-logs.ts";
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
export { catalogue, type DetectionGroup, detections } from "./detections/index.ts";
export { type Evaluator, type EvaluatorOptions, evaluator } from "./evaluator.ts";
export {
  type Example,
  type ExampleResult,
  type Examples,
  examplesById,
  mustBeSilent,
  mustFire,
  signalsOf,
} from "./examples/index.ts";
export { DetectionError } from "./guarded.ts";
export type { Tags, TagsOf } from "./noise/tags.ts";
export { type Search, search } from "./search.ts";
export { type DetectionSettings, detectionSettingsSchema } from "./settings.ts";
export { SettingsError, settingsFromYaml } from "./settings-from-yaml.ts";
export type { SigmaFile } from "./sigma/documents.ts";
export { type LoadedRules, loadSigmaRules } from "./sigma/load.ts";
export { readSigmaFolder, SigmaFolderError } from "./sigma/read-folder.ts";
export type { RefusedRule } from "./sigma/refusal.ts";
export { dynamoDbState } from "./state/dynamodb/index.ts";
export { memoryState } from "./state/memory.ts";
export type { DetectionState } from "./state/state.ts";
export { tagsOfAws } from "./tags-of-aws.ts";
export { unknownIds } from "./unknown-ids.ts";
