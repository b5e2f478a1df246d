import { foreignAccountId } from "../../account/index.ts";
import { dataKeyFlood } from "./data-key-flood.ts";

export const dataKeyFloodForeignKey = dataKeyFlood(
  {
    id: "data-key-flood-foreign-key",
    title: "A bucket is encrypted anew under a key of an unknown account",
    technique: "T1486",
    behaviours: ["data-key-flood", "foreign-key-used"],
  },
  ({ random }) => ({
    region: "eu-central-1",
    arn: `arn:aws:kms:eu-central-1:${foreignAccountId}:key/${random.uuid()}`,
  }),
);
