/** What the program's exit code tells a script. */
export const exitCodes = {
  ok: 0,
  /** The work was done and its result is bad: a rotation failed and was taken back. */
  failed: 1,
  /** The work could not be done: wrong arguments, no credentials, nothing there. */
  unusable: 2,
  /** Ctrl-C. */
  interrupted: 130,
} as const;
