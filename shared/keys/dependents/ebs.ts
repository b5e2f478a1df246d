import {
  GetEbsDefaultKmsKeyIdCommand,
  paginateDescribeSnapshots,
  paginateDescribeVolumes,
} from "@aws-sdk/client-ec2";
import { type Dependent, dependsOn, type Place } from "./dependent.ts";

const encrypted = { Name: "encrypted", Values: ["true"] };

/** Volumes of EBS. */
export const volumes: Place = {
  what: "EBS volumes",
  actions: ["ec2:DescribeVolumes"],
  find: async ({ ec2: client }, { recognize }) => {
    const found: Dependent[] = [];
    for await (const { Volumes = [] } of paginateDescribeVolumes(
      { client, pageSize: 500 },
      { Filters: [encrypted] },
    )) {
      for (const { VolumeId = "", KmsKeyId } of Volumes) {
        const volume = { kind: "EBS volume", id: VolumeId, loss: "it cannot be attached again" };
        found.push(...dependsOn(recognize, KmsKeyId, volume));
      }
    }
    return found;
  },
};

/** Snapshots of the account's own; images of machines are made of them. */
export const volumeSnapshots: Place = {
  what: "EBS snapshots",
  actions: ["ec2:DescribeSnapshots"],
  find: async ({ ec2: client }, { recognize }) => {
    const found: Dependent[] = [];
    const own = { OwnerIds: ["self"], Filters: [encrypted] };
    for await (const { Snapshots = [] } of paginateDescribeSnapshots({ client, pageSize: 1_000 }, own)) {
      for (const { SnapshotId = "", KmsKeyId } of Snapshots) {
        const snapshot = { kind: "EBS snapshot", id: SnapshotId, loss: "no volume can be restored from it" };
        found.push(...dependsOn(recognize, KmsKeyId, snapshot));
      }
    }
    return found;
  },
};

/** The key that new volumes of the Region get where no other is named. */
export const volumeDefault: Place = {
  what: "the default key of EBS",
  actions: ["ec2:GetEbsDefaultKmsKeyId"],
  find: async ({ ec2 }, { recognize }) => {
    const { KmsKeyId } = await ec2.send(new GetEbsDefaultKmsKeyIdCommand({}));
    return dependsOn(recognize, KmsKeyId, {
      kind: "EBS setting",
      id: "default encryption of the Region",
      loss: "encrypted volumes can only be made with another key named",
    });
  },
};
