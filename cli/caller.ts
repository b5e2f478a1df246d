import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { makeClient } from "../shared/aws/index.ts";

/** Where credentials and the Region lead. */
export interface CallerPlace {
  account: string;
  partition: string;
  region: string;
}

/** Asks whose credentials these are: those of a profile, or the environment's. */
export async function callerPlace(settings: { profile?: string } = {}): Promise<CallerPlace> {
  const sts = makeClient(STSClient, settings);
  const { Account: account = "", Arn = "" } = await sts.send(new GetCallerIdentityCommand({}));
  return { account, partition: Arn.split(":")[1] ?? "aws", region: await sts.config.region() };
}
