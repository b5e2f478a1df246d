/**
 * What a customer managed key costs in US dollars a month, without requests: one dollar, and one more after each of its
 * first two rotations. Source: AWS KMS pricing, key storage; the same in all Regions of the partition aws.
 *
 * @param rotations how often it was rotated
 */
export function dollarsAMonth(rotations: number): number {
  return 1 + Math.min(rotations, 2);
}
