export { trailBucket } from "./log-files.ts";
export { startTrailGateway, type TrailGateway } from "./start.ts";
