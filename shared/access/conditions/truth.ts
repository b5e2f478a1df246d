/** Kleene's three values: what is not known stays unknown until something settles the answer whatever it is. */
export type Truth = boolean | "unknown";

/** True if all are true, false if any is false. */
export function and(...truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes("unknown") ? "unknown" : true;
}

/** True if any is true, false if all are false. */
export function or(...truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes("unknown") ? "unknown" : false;
}

export function not(truth: Truth): Truth {
  return truth === "unknown" ? "unknown" : !truth;
}
