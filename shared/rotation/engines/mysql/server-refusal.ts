/**
 * A statement that the server refused. It stands for the driver's error, which quotes the statement, and the
 * statement may hold a password.
 */
export class ServerRefusal extends Error {
  override name = "ServerRefusal";
  /** The server's error number. */
  readonly errno: number;
  /** The server's option that stands in the way, where the server names one. */
  readonly option: string | undefined;

  /** @param doing what was tried, in words that hold no secret */
  constructor(errno: number, doing: string, option?: string) {
    super(doing);
    this.errno = errno;
    this.option = option;
  }
}

/** Runs something, and returns the error number if the server refuses with one of those named; else undefined. */
export async function refusalOf(
  attempt: Promise<unknown>,
  ...expected: readonly number[]
): Promise<number | undefined> {
  try {
    await attempt;
    return undefined;
  } catch (error) {
    if (error instanceof ServerRefusal && expected.includes(error.errno)) return error.errno;
    throw error;
  }
}
