import type { AuditProgress } from "../../shared/audit/index.ts";
import { plain } from "../plain.ts";
import { numberInWords } from "./words.ts";

/** How often something is said, where standard error is no terminal. */
const lineEveryMs = 5_000;
const terminalEveryMs = 200;

/** Shows on standard error how far a question has come: one line that changes on a terminal, else one now and then. */
export interface AuditProgressShown {
  update(progress: AuditProgress): void;
  /** Where the engine is, in words. */
  say(where: string): void;
  stop(): void;
}

export function showProgress(): AuditProgressShown {
  const { isTTY } = process.stderr;
  let next = performance.now() + (isTTY ? terminalEveryMs : lineEveryMs);
  let where = "";
  let seen = 0;
  let shown = false;
  const show = () => {
    if (performance.now() < next) return;
    next = performance.now() + (isTTY ? terminalEveryMs : lineEveryMs);
    const line = plain([`${numberInWords(seen)} events`, ...(where ? [where] : [])].join(", "));
    process.stderr.write(isTTY ? `\r\u001b[K${line}` : `${line}\n`);
    shown = true;
  };
  return {
    say: (words) => {
      where = words;
      show();
    },
    update: (progress) => {
      seen = progress.seen;
      show();
    },
    stop: () => {
      if (isTTY && shown) process.stderr.write("\r\u001b[K");
    },
  };
}
