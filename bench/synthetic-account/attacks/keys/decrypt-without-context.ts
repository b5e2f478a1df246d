import { decryptWithContext } from "./decrypt-with-context.ts";

export const decryptWithoutContext = decryptWithContext(
  {
    id: "decrypt-without-context",
    title: "A key whose every use has an encryption context decrypts without one",
    technique: "T1552",
    behaviours: ["encryption-context-missing"],
  },
  undefined,
);
