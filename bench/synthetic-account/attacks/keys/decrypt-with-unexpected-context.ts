import { decryptWithContext } from "./decrypt-with-context.ts";

export const decryptWithUnexpectedContext = decryptWithContext(
  {
    id: "decrypt-with-unexpected-context",
    title: "A key decrypts in an encryption context of keys that it never had",
    technique: "T1552",
    behaviours: ["encryption-context-unexpected"],
  },
  { tenant: "4711", export: "full" },
);
