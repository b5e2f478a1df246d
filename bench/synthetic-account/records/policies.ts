import { accountId } from "../account/place.ts";

/** A key policy that lets the account manage a key and principals use it, as the record shows it. */
export function keyPolicy(users: readonly string[] | "*"): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Account",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "Use",
        Effect: "Allow",
        Principal: users === "*" ? "*" : { AWS: users },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"],
        Resource: "*",
      },
    ],
  });
}

/** A secret's resource policy that lets principals read it. */
export function secretPolicy(readers: readonly string[] | "*"): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: readers === "*" ? "*" : { AWS: readers },
        Action: "secretsmanager:GetSecretValue",
        Resource: "*",
      },
    ],
  });
}
