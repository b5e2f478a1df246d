import type { MatchDetection } from "../../detection.ts";
import { asked, texts } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { tampering } from "./tampering.ts";

/** The roles of the stack's functions, whose calls most detections take for the stack's own. IAM's events arrive in us-east-1 alone. */
export function rekeyRoleTampered(settings: DetectionSettings): MatchDetection {
  return tampering(
    {
      id: "rekey-role-tampered",
      title: "Rekey's roles tampered with",
      description:
        "Somebody made or changed a role that is called as Rekey's are: what its sessions do is taken for the stack's own and mostly left out, and without its rights a function does not work.",
      source: "iam.amazonaws.com",
      does: {
        CreateRole: "made a role",
        DeleteRole: "deleted a role",
        UpdateAssumeRolePolicy: "changed who may assume a role",
        PutRolePolicy: "changed a policy of a role",
        DeleteRolePolicy: "deleted a policy of a role",
        AttachRolePolicy: "gave a role a further policy",
        DetachRolePolicy: "took a policy from a role",
        PutRolePermissionsBoundary: "set the permissions boundary of a role",
      },
      namesIn: (record) => texts(asked(record, "roleName")),
      remedy:
        "Unless you deployed without CloudFormation: aws iam get-role --role-name ROLE, delete it if it is none of the stack's, or deploy again: npx serverless deploy. See what its sessions did: rekey audit activity ROLE-ARN.",
    },
    settings,
  );
}
