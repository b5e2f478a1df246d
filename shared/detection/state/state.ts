import type { Facts } from "./facts.ts";
import type { Ledger } from "./ledger.ts";

/** What the detections remember of events, between batches and between functions. */
export interface DetectionState {
  /** Events of the windows and of the rates. */
  ledger: Ledger;
  /** What was seen with what, promises, past rates. */
  facts: Facts;
  /**
   * What the time is. `wall`: sweeps come from a schedule, and events up to 15 minutes late. `events`: the log files
   * tell it, and each batch sweeps what is over by then.
   */
  clock: "wall" | "events";
  /** Called before each batch and sweep; forgets what is over. */
  begin(): void;
}
