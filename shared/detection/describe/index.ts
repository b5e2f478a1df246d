export { type DescribedDetection, describeDetections } from "./describe.ts";
export { detectionsPage } from "./page.ts";
