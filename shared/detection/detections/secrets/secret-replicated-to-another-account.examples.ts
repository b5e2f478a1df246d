import {
  account,
  call,
  type Examples,
  example,
  refused,
  secrets,
  stranger,
} from "../../examples/builders.ts";

const arn = (owner: string) => `arn:aws:secretsmanager:eu-central-1:${owner}:secret:copy-a1B2c3`;

export const examples: Examples = {
  fires: [
    example(
      "A secret is tied to a replica in another account",
      secrets("AssociateCrossAccountReplica", { crossAccountReplicaARN: arn(stranger) }),
      { severity: "HIGH" },
    ),
    example(
      "A replica of a stranger's secret is made here",
      call("secretsmanager", "CreateSecret", { name: "copy", crossAccountPrimaryARN: arn(stranger) }),
      { why: stranger },
    ),
  ],
  silent: [
    example(
      "The other account is trusted",
      secrets("AssociateCrossAccountReplica", { crossAccountReplicaARN: arn(stranger) }),
      { settings: { trustedAccounts: [stranger] } },
    ),
    example(
      "The replica is of the account itself",
      secrets("AssociateCrossAccountReplica", { crossAccountReplicaARN: arn(account) }),
    ),
    example(
      "It was refused",
      secrets("AssociateCrossAccountReplica", { crossAccountReplicaARN: arn(stranger) }, refused),
    ),
    example("A secret of its own is made", call("secretsmanager", "CreateSecret", { name: "copy" })),
  ],
};
