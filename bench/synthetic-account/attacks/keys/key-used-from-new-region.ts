import { accountId } from "../../account/index.ts";
import { generateDataKey } from "../../records/kms.ts";
import { minute } from "../../stream/timed.ts";
import type { Attack } from "../attack.ts";
import { anApplication, takenOver, usedElsewhere } from "../intruders.ts";
import { repeated } from "../repeated.ts";

export const keyUsedFromNewRegion: Attack = {
  id: "key-used-from-new-region",
  title: "A key is used in a region where nobody ever did anything",
  technique: "T1535",
  behaviours: ["key-used-from-new-region"],
  plan: (scene) => {
    const { random, at } = scene;
    const { caller, principals } = usedElsewhere(scene, takenOver(scene, anApplication(scene, "ec2")));
    const region = "ap-southeast-2";
    const replica = {
      region,
      arn: `arn:aws:kms:${region}:${accountId}:key/mrk-${random.uuid().replaceAll("-", "")}`,
    };
    const records = repeated(random, at, 3 * minute, 5, (when) => [
      generateDataKey(random, when, caller, replica, { purpose: "backup" }),
    ]);
    return { records, principals, resources: [replica.arn], until: at + 3 * minute };
  },
};
