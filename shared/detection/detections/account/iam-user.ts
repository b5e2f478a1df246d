import type { CloudTrailRecord } from "../../../trail/index.ts";
import { arnOf, asked, callersName } from "../../reading/index.ts";

/** The IAM user that a call is about, if it is another than the caller; their own have no name in the request, or it. */
export function otherUser(record: CloudTrailRecord): string | undefined {
  const user = asked(record, "userName");
  const isOwn = record.userIdentity.type === "IAMUser" && callersName(record) === user;
  return user && !isOwn ? arnOf(record, "iam", `user/${user}`) : undefined;
}
