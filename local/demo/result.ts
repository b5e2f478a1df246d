/** What one rotation of the demonstration did. */
export interface RotationResult {
  by: "schedule" | "manual";
  ok: boolean;
  /** Milliseconds that the deployed function needed for each phase. */
  phasesMs: Record<string, number>;
  newPasswordWorks: boolean;
  oldPasswordRefused: boolean;
}

/** What the demo application lived through. */
export interface ApplicationResult {
  logins: number;
  /** Requests whose first login was refused, because the cached password was no longer the database's. */
  refusedAtFirst: number;
  longestWaitMs: number;
  /** Requests that never got a connection: lost. */
  failures: number;
}

/** The alert about the intruder. */
export interface AlertResult {
  ruleId: string;
  eventName: string;
  principal: string;
  resource: string;
  secondsAfterCall: number;
}

/** The whole demonstration, as `--json` prints it. */
export interface DemoResult {
  rotations: RotationResult[];
  application: ApplicationResult;
  alert: AlertResult;
  seconds: { setup: number; deploy: number; total: number };
}
