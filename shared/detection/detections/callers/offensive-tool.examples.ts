import {
  byRole,
  byUser,
  call,
  type Examples,
  example,
  kms,
  read,
  refused,
  trail,
  withAgent,
} from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A secret is read from Kali",
      read("prod/shop", withAgent("Boto3/1.26.0 Python/3.11.8 Linux/6.6.9-kali1-amd64 Botocore/1.29.0")),
      { severity: "CRITICAL", why: "kali" },
    ),
    example(
      "Pacu tries keys and is refused",
      kms("DescribeKey", {}, byUser("bob"), refused, withAgent("Pacu/1.5.3")),
      { severity: "HIGH" },
    ),
    example(
      "Stratus Red Team stops the trail",
      trail("StopLogging", {}, withAgent("stratus-red-team_c97089f1-1ae3-4ecc-b006-f5e8fd0f2571")),
    ),
  ],
  silent: [
    example(
      "The command line on Ubuntu",
      read("prod/shop", withAgent("aws-cli/2.22.4 os/linux#6.8.0-31-generic distrib/ubuntu.24")),
    ),
    example(
      "Terraform lists secrets",
      call(
        "secretsmanager",
        "ListSecrets",
        null,
        byRole("ci"),
        withAgent("APN/1.0 HashiCorp/1.0 Terraform/1.9.8"),
      ),
    ),
    example(
      "Prowler checks the account",
      kms("DescribeKey", {}, byRole("audit"), withAgent("Prowler/5.3.0 Boto3/1.36.26")),
    ),
    example("A browser", read("prod/shop", withAgent("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"))),
    example(
      "No user agent",
      read("prod/shop", (record) => ({ ...record, userAgent: null })),
    ),
  ],
};
