import { S3Client } from "@aws-sdk/client-s3";
import { onTestFinished } from "vitest";
import { listening } from "../../listening.ts";

/** A server that lists a bucket as S3 does, for the time of a test: keys, and the sizes of what they stand for. */
export async function aBucketOf(objects: Record<string, number>): Promise<S3Client> {
  const endpoint = await listening((request, response) => {
    const { searchParams } = new URL(request.url ?? "", "http://s3");
    const prefix = searchParams.get("prefix") ?? "";
    const delimiter = searchParams.get("delimiter");
    const folders = new Set<string>();
    const contents: string[] = [];
    for (const [key, size] of Object.entries(objects)) {
      if (!key.startsWith(prefix)) continue;
      const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
      if (end === -1) contents.push(`<Contents><Key>${key}</Key><Size>${size}</Size></Contents>`);
      else folders.add(key.slice(0, end + 1));
    }
    const common = [...folders].map(
      (folder) => `<CommonPrefixes><Prefix>${folder}</Prefix></CommonPrefixes>`,
    );
    response.writeHead(200, { "content-type": "application/xml" });
    response.end(`<ListBucketResult>${contents.join("")}${common.join("")}</ListBucketResult>`);
  });
  const client = new S3Client({
    endpoint,
    forcePathStyle: true,
    region: "eu-central-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  onTestFinished(() => client.destroy());
  return client;
}
