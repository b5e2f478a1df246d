import type { Definition } from "../definition.ts";
import { parametersDecryptedInBulk } from "./parameters-decrypted-in-bulk.ts";
import { parametersDeniedBurst } from "./parameters-denied-burst.ts";
import { parametersDescribedThenRead } from "./parameters-described-then-read.ts";
import { parametersFirstDecryptedByPrincipal } from "./parameters-first-decrypted-by-principal.ts";
import { parametersReadFromRoot } from "./parameters-read-from-root.ts";

/** Detections of who reads parameters. */
export const parameterDetections: readonly Definition[] = [
  parametersDecryptedInBulk,
  parametersReadFromRoot,
  parametersDescribedThenRead,
  parametersFirstDecryptedByPrincipal,
  parametersDeniedBurst,
];
