import { walkCrashPoints } from "./crash-walk.ts";

walkCrashPoints("writes, those of its own state too,", () => true);
