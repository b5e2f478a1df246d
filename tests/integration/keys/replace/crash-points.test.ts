import { walkCrashPoints } from "./crash-walk.ts";

walkCrashPoints("changes of keys and of what is under them", ({ name }) => name !== "PutItem");
