import { aKey } from "../intruders.ts";
import { dataKeyFlood } from "./data-key-flood.ts";

export const dataKeyFloodOwnKey = dataKeyFlood(
  {
    id: "data-key-flood-own-key",
    title: "A bucket is encrypted anew under another key of the account",
    technique: "T1486",
    behaviours: ["data-key-flood"],
  },
  aKey,
);
