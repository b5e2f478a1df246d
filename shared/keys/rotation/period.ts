/** No period of automatic rotation that KMS takes. */
export class KeyPeriodError extends Error {
  override name = "KeyPeriodError";
}

/** In days: KMS API Reference, EnableKeyRotation, RotationPeriodInDays. */
export const usualPeriod = 365;
const [shortest, longest] = [90, 2560];

/**
 * Refuses a period of automatic rotation that KMS does not take.
 *
 * @throws KeyPeriodError
 */
export function checkPeriod(days: number): void {
  if (!Number.isInteger(days) || days < shortest || days > longest) {
    throw new KeyPeriodError(
      `A key rotates every ${shortest} to ${longest} days: ${days} is not among them.`,
    );
  }
}
