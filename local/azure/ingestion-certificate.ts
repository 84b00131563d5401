import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A key and its certificate for 127.0.0.1, and the file whose path a client sets as `NODE_EXTRA_CA_CERTS` to trust it. */
export type LoopbackCertificate = {
  readonly key: string;
  readonly cert: string;
  readonly file: string;
  /** Removes the file. */
  remove(): void;
};

/** Makes a self-signed certificate. Azure Monitor's exporter speaks https alone: an http address it quietly rewrites. */
export async function createLoopbackCertificate(): Promise<LoopbackCertificate> {
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  const folder = mkdtempSync(join(tmpdir(), 'sluice-ingestion-'));
  const file = join(folder, 'certificate.pem');
  writeFileSync(file, made.cert);
  return { key: made.private, cert: made.cert, file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
