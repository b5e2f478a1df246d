import type { Definition } from "../definition.ts";
import { decoyTouched } from "./decoy-touched.ts";
import { instanceCredentialsElsewhere } from "./instance-credentials-elsewhere.ts";
import { keysAndSecretsEnumerated } from "./keys-and-secrets-enumerated.ts";
import { offensiveTool } from "./offensive-tool.ts";
import { principalNewNetwork } from "./principal-new-network.ts";
import { principalNewRegion } from "./principal-new-region.ts";
import { rootUsesKeysOrSecrets } from "./root-uses-keys-or-secrets.ts";

/** Detections of who uses keys, secrets and parameters: from where, and with what. */
export const callerDetections: readonly Definition[] = [
  rootUsesKeysOrSecrets,
  offensiveTool,
  decoyTouched,
  instanceCredentialsElsewhere,
  principalNewNetwork,
  principalNewRegion,
  keysAndSecretsEnumerated,
];
