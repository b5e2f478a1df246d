import { inject } from "vitest";
import { postgres as engine } from "../../../shared/rotation/engines/postgres/engine.ts";
import { walkCrashPoints } from "./crash-walk.ts";
import { createUser, logsIn } from "./database.ts";
import { loginIn, secretOf, storeUnderRotation } from "./secrets.ts";

const { postgres } = inject("integration");

const subject = {
  name: "PostgreSQL",
  engine,
  logsIn: (fields: object) => logsIn(postgres, loginIn({ ...fields })),
  calls: ["GetRandomPassword"],
};

walkCrashPoints(
  {
    ...subject,
    strategy: "single-user",
    prepare: async () => storeUnderRotation(secretOf(postgres, await createUser(postgres))),
  },
  { bySecretsManager: true, rollback: false },
);
