import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { parser } from "@aws-lambda-powertools/parser/middleware";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SNSClient } from "@aws-sdk/client-sns";
import type { Context } from "aws-lambda";
import type * as z from "zod";
import { makeClient } from "../../shared/aws/index.ts";
import { type Finding, findingEventSchema, sendToTopic } from "../../shared/findings/index.ts";
import { lambda, logger, metrics } from "../middleware/index.ts";
import { settingsFrom } from "./settings.ts";

/** How long a finding that was sent is remembered, in seconds: longer than a dead letter is kept. */
const rememberedSeconds = 30 * 86_400;

const settings = settingsFrom(process.env);
const sns = makeClient(SNSClient);
const idempotency = new IdempotencyConfig({
  eventKeyJmesPath: "id",
  throwOnNoIdempotencyKey: true,
  expiresAfterSeconds: rememberedSeconds,
});

/** Sends a finding; the same one again, from a repeated event or a repeated batch, is not sent again. */
const sendOnce = makeIdempotent(
  async (finding: Finding) => {
    await sendToTopic(sns, settings.topicArn, finding);
    logger.info("alert sent", { findingId: finding.id, ruleId: finding.ruleId });
    metrics.addMetric("AlertsSent", MetricUnit.Count, 1);
    return { sent: finding.id };
  },
  {
    persistenceStore: new DynamoDBPersistenceLayer({
      tableName: settings.tableName,
      keyAttr: "pk",
      sortKeyAttr: "sk",
      staticPkValue: "sent",
      expiryAttr: "expiresAt",
      awsSdkV3Client: makeClient(DynamoDBClient),
    }),
    config: idempotency,
  },
);

/** Called with each finding that the stack's bus carries. */
export const handler = lambda(
  async ({ detail }: z.infer<typeof findingEventSchema>, context: Context): Promise<{ sent: string }> => {
    idempotency.registerLambdaContext(context);
    return sendOnce(detail);
  },
).use(parser({ schema: findingEventSchema }));
