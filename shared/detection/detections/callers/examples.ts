import type { Examples } from "../../examples/example.ts";
import { examples as decoyTouched } from "./decoy-touched.examples.ts";
import { examples as instanceCredentialsElsewhere } from "./instance-credentials-elsewhere.examples.ts";
import { examples as keysAndSecretsEnumerated } from "./keys-and-secrets-enumerated.examples.ts";
import { examples as offensiveTool } from "./offensive-tool.examples.ts";
import { examples as principalNewNetwork } from "./principal-new-network.examples.ts";
import { examples as principalNewRegion } from "./principal-new-region.examples.ts";
import { examples as rootUsesKeysOrSecrets } from "./root-uses-keys-or-secrets.examples.ts";

/** Examples of the detections of this folder, by their ids. */
export const callersExamples: Readonly<Record<string, Examples>> = {
  "decoy-touched": decoyTouched,
  "instance-credentials-elsewhere": instanceCredentialsElsewhere,
  "keys-and-secrets-enumerated": keysAndSecretsEnumerated,
  "offensive-tool": offensiveTool,
  "principal-new-network": principalNewNetwork,
  "principal-new-region": principalNewRegion,
  "root-uses-keys-or-secrets": rootUsesKeysOrSecrets,
};
