import { AuthenticationError } from "./errors.ts";

/** Whether an attempt passed the login; false if the login was refused, any other failure is thrown. */
export async function unlessRefused(attempt: Promise<void>): Promise<boolean> {
  try {
    await attempt;
    return true;
  } catch (error) {
    if (error instanceof AuthenticationError) return false;
    throw error;
  }
}
