import type { CloudTrailRecord } from "../../trail/index.ts";
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
  /**
   * Those of the records that are to be evaluated. In memory they are those that were not seen in the last hours, so that
   * no window has to know the ids of its events; a ledger that others write to as well knows them, and all are.
   */
  unseen(records: readonly CloudTrailRecord[]): readonly CloudTrailRecord[];
  /** Called before each batch and sweep; forgets what is over. */
  begin(): void;
}
