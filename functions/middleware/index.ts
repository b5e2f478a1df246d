export { lambda } from "./lambda.ts";
export { logger, metrics } from "./powertools.ts";
