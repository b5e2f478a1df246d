import { generate } from "selfsigned";

/** A server's certificate and key, and the authority that signed it, all PEM. */
export interface ServerCertificate {
  caPem: string;
  certPem: string;
  keyPem: string;
}

/** Makes a certificate authority and a certificate signed by it for a host name. */
export async function makeCertificate(hostName: string): Promise<ServerCertificate> {
  const kind = { keyType: "ec", curve: "P-256", algorithm: "sha256" } as const;
  const ca = await generate([{ name: "commonName", value: "Rekey local authority" }], {
    ...kind,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: "commonName", value: hostName }], {
    ...kind,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: [{ type: 2, value: hostName }] },
    ],
  });
  return { caPem: ca.cert, certPem: server.cert, keyPem: server.private };
}
