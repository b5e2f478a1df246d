/** A file of keys is a few kilobytes; one beyond this is none. */
export const maximumFileBytes = 1_048_576;

/** The user's ~/.ssh/authorized_keys at a host, reached one way or another. */
export interface KeyFile {
  /** Reads it, once the user may write it. */
  read(): Promise<FileState>;
  /**
   * Puts another text in its place, in one step: whoever logs in meanwhile finds the one or the other, whole.
   *
   * @returns false if it is not as it was read any more; nothing has changed then
   */
  replace(state: FileState, text: string): Promise<boolean>;
}

/** A file as it was read. */
export interface FileState {
  /** Its bytes, as latin1. */
  text: string;
  /** What the way it was reached by needs to know it again. */
  mark: string;
}
