import { apiCall } from "../../records/api-call.ts";
import { getParameters, parameterArn } from "../../records/ssm.ts";
import { minute } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { stolenSession } from "../intruders.ts";
import { repeated } from "../repeated.ts";

export const parametersReadInBulk: Attack = {
  id: "parameters-read-in-bulk",
  title: "Parameters are listed, and a hundred read with decryption",
  technique: "T1552",
  behaviours: ["parameters-read-in-bulk", "unusual-network"],
  plan: (scene) => {
    const { random, at, account } = scene;
    const { caller, principals } = stolenSession(scene);
    const region = "eu-central-1";
    const owners = random.some(
      account.applications.filter((one) => one.region === region),
      25,
    );
    const describe = apiCall(random, at, region, caller, {
      service: "ssm",
      eventName: "DescribeParameters",
      readOnly: true,
      request: {
        maxResults: 50,
        parameterFilters: [{ key: "Type", option: "Equals", values: ["SecureString"] }],
      },
    });
    const reads = repeated(random, at + 2_000, minute, owners.length, (when, n) => {
      const owner = owners[n];
      return owner
        ? getParameters(random, when, caller, owner.parameterKey, owner.parameters.slice(0, 4))
        : [];
    });
    const taken = owners.flatMap(({ parameters }) => parameters.slice(0, 4));
    const resources = [...taken, ...taken.map((name) => parameterArn(region, name))];
    return { records: [describe, ...reads], principals, resources, until: at + 2_000 + minute };
  },
};
