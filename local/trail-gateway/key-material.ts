import type { Answer } from "./answer.ts";
import type { Mend } from "./mend.ts";

/** LocalStack keeps that imported key material expires, and not when: DescribeKey then lacks ValidTo, which is kept here. */
export function mendingKeyMaterial(): Mend {
  const ends = new Map<string, unknown>();
  return async (call, forward) => {
    const answer = await forward();
    if (answer.status >= 400) return answer;
    const { KeyId, ExpirationModel, ValidTo } = call.request;
    if (call.eventName === "ImportKeyMaterial" && typeof KeyId === "string") {
      const expires = ExpirationModel !== "KEY_MATERIAL_DOES_NOT_EXPIRE";
      if (expires && ValidTo !== undefined) ends.set(idIn(KeyId), ValidTo);
      else ends.delete(idIn(KeyId));
    }
    return call.eventName === "DescribeKey" ? withEnd(answer, ends) : answer;
  };
}

function withEnd(answer: Answer, ends: ReadonlyMap<string, unknown>): Answer {
  const { KeyMetadata: metadata } = answer.body;
  if (typeof metadata !== "object" || metadata === null) return answer;
  if (!("KeyId" in metadata) || !("ExpirationModel" in metadata) || "ValidTo" in metadata) return answer;
  const ValidTo = ends.get(String(metadata.KeyId));
  const expires = metadata.ExpirationModel === "KEY_MATERIAL_EXPIRES" && ValidTo !== undefined;
  return expires ? { ...answer, body: { ...answer.body, KeyMetadata: { ...metadata, ValidTo } } } : answer;
}

function idIn(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1);
}
