import type { Caller } from "../records/api-call.ts";
import { session } from "../records/identities.ts";
import type { Random } from "../stream/random.ts";
import type { Application } from "./applications.ts";

/** What a program's SDK says of itself, by its minor version. */
const agents = {
  ecs: (minor: number) =>
    `aws-sdk-java/2.${minor}.11 md/io#sync md/http#Apache ua/2.1 os/Linux lang/java#21.0.5 exec-env/AWS_ECS_FARGATE`,
  lambda: (minor: number) =>
    `aws-sdk-js/3.${728 + minor}.0 ua/2.1 os/linux lang/js md/nodejs#22.11.0 exec-env/AWS_Lambda_nodejs22.x`,
  ec2: (minor: number) =>
    `Boto3/1.${minor}.26 md/Botocore#1.${minor}.26 ua/2.0 os/linux#6.1.128 md/arch#x86_64 lang/python#3.12.8`,
};

/** How a running copy of an application calls: a task, an execution environment, or an instance. */
export function workload(random: Random, application: Application, since: number): Caller {
  const { role, runsOn, vpcEndpointId } = application;
  const hex = random.uuid().replaceAll("-", "");
  const name = { ecs: hex, lambda: role.name, ec2: `i-0${hex.slice(0, 16)}` }[runsOn];
  const identity = session(random, role, name, since);
  const userAgent = agents[runsOn](sdkVersion(application, since));
  if (runsOn === "lambda") {
    // Outside a VPC a function calls from an address of AWS.
    return {
      identity,
      userAgent,
      sourceIPAddress: `3.${random.whole(64, 127)}.${random.whole(0, 255)}.${random.whole(1, 254)}`,
    };
  }
  if (runsOn === "ec2" && identity.sessionContext) identity.sessionContext.ec2RoleDelivery = "2.0";
  const sourceIPAddress = `10.20.${random.whole(0, 63)}.${random.whole(4, 254)}`;
  return { identity, userAgent, sourceIPAddress, vpcEndpointId };
}

/** Every fourth new version of a program brings a new one of its SDK too. */
function sdkVersion({ deployments, name }: Application, at: number): number {
  const deployed = deployments.filter((deployment) => deployment <= at).length;
  return 30 + Math.floor((deployed + name.length) / 4);
}
