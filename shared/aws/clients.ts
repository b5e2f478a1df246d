/** What every client of Rekey is made with; the endpoint comes from `AWS_ENDPOINT_URL`, as the SDK reads it. */
export interface ClientDefaults {
  customUserAgent: [string, string][];
  maxAttempts: number;
  retryMode: "standard";
}

/**
 * Makes an AWS client the way Rekey wants it: named in CloudTrail's `userAgent`, patient with throttling.
 *
 * @param Client the client's class, such as `KMSClient`
 * @param overrides settings of this client alone, such as `region` or `endpoint`
 */
export function makeClient<C, O extends object>(
  Client: new (config: ClientDefaults & O) => C,
  overrides: O = {} as O,
): C {
  return new Client({
    customUserAgent: [["rekey", "0.1.0"]],
    maxAttempts: 5,
    retryMode: "standard",
    ...overrides,
  });
}
