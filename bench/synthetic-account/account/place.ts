/** The account under watch. */
export const accountId = "111122223333";

/** An account that works with it and may. */
export const partnerAccountId = "444455556666";

/** An account that nobody knows. */
export const foreignAccountId = "999988887777";

/** The regions in use; most of everything is in the first. */
export const regions = ["eu-central-1", "us-east-1", "eu-west-1"] as const;
