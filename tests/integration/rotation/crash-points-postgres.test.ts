import { inject } from "vitest";
import { postgres as engine } from "../../../shared/rotation/engines/postgres/engine.ts";
import { walkCrashPoints } from "./crash-walk.ts";
import { createUser, logsIn } from "./database.ts";
import { loginIn, secretOf, storeSecret, storeUnderRotation } from "./secrets.ts";

const { postgres } = inject("integration");
const masterarn = await storeSecret(secretOf(postgres, postgres.superuser));

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
  { bySecretsManager: true, beforeSetSecret: true },
);

walkCrashPoints({
  ...subject,
  strategy: "alternating-users",
  prepare: async () => storeUnderRotation({ ...secretOf(postgres, await createUser(postgres)), masterarn }),
});
