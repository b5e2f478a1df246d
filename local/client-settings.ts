/** What a client of the local AWS is made with. */
export interface ClientSettings {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** S3's buckets by path, since no DNS name of theirs exists here. */
  forcePathStyle: true;
}

/** Settings of the local account's own administrator, unless another principal's credentials are given. */
export function clientSettings(
  endpoint: string,
  credentials = { accessKeyId: "test", secretAccessKey: "test" },
): ClientSettings {
  return { endpoint, region: "us-east-1", credentials, forcePathStyle: true };
}
