import type { Examples } from "../../examples/example.ts";
import { examples as parametersDecryptedInBulk } from "./parameters-decrypted-in-bulk.examples.ts";
import { examples as parametersDeniedBurst } from "./parameters-denied-burst.examples.ts";
import { examples as parametersDescribedThenRead } from "./parameters-described-then-read.examples.ts";
import { examples as parametersFirstDecryptedByPrincipal } from "./parameters-first-decrypted-by-principal.examples.ts";
import { examples as parametersReadFromRoot } from "./parameters-read-from-root.examples.ts";

/** Examples of the detections of this folder, by their ids. */
export const parametersExamples: Readonly<Record<string, Examples>> = {
  "parameters-decrypted-in-bulk": parametersDecryptedInBulk,
  "parameters-denied-burst": parametersDeniedBurst,
  "parameters-described-then-read": parametersDescribedThenRead,
  "parameters-first-decrypted-by-principal": parametersFirstDecryptedByPrincipal,
  "parameters-read-from-root": parametersReadFromRoot,
};
