import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { KMSClient } from "@aws-sdk/client-kms";
import * as z from "zod";
import { makeClient } from "../../shared/aws/index.ts";
import { retireEndedGrants } from "../../shared/keys/index.ts";
import { lambda, logger, metrics } from "../middleware/index.ts";

/** The function's own role: grants that have it as their retiring principal are its to end. */
const { RETIRING_PRINCIPAL: retiredBy } = z
  .object({ RETIRING_PRINCIPAL: z.string().min(1) })
  .parse(process.env);
const kms = makeClient(KMSClient);

/** Called every five minutes: retires the grants of `rekey key grant --for` whose time is over. */
export const handler = lambda(async (): Promise<{ retired: number; running: number }> => {
  const { retired, running, failures } = await retireEndedGrants(kms, { retiredBy, now: new Date() });
  if (retired.length > 0) logger.info("retired", { grants: retired });
  metrics.addMetric("GrantsRetired", MetricUnit.Count, retired.length);
  for (const { grant, key, error } of failures) {
    logger.error("not retired", { grant, key, reason: `${error.name}: ${error.message}` });
  }
  // The alarm on errors calls somebody: a grant that does not end is access that was meant to.
  if (failures.length > 0) {
    throw new AggregateError(
      failures.map(({ error }) => error),
      `${failures.length} grants whose time is over could not be retired; they are named above. Revoke them: rekey key revoke.`,
    );
  }
  return { retired: retired.length, running };
});
