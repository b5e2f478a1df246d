import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { Tracer } from "@aws-lambda-powertools/tracer";

/** The functions' logger; service name and level come from Powertools' own variables. */
export const logger = new Logger();

/** The functions' metrics, in CloudWatch's embedded metric format. */
export const metrics = new Metrics();

/** Traces the function itself. Downstream HTTP is not captured: a trace would hold the URLs and errors of others. */
export const tracer = new Tracer({ captureHTTPsRequests: false });
