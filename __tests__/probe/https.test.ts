import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from './certificate.ts';
import { portOf } from './service.ts';

const hostName = 'www.contoso.example';
const server = https.createServer({}, (request, response) => {
  hosts.add(request.headers.host);
  response.end('ready');
});
const serverNames = new Set<string | false | null>();
const hosts = new Set<string | undefined>();
let folder = '';

beforeAll(async () => {
  const certificate = await makeCertificate(hostName);
  folder = await mkdtemp(join(tmpdir(), 'probe-https-'));
  await writeFile(join(folder, 'ca.pem'), certificate.cert);
  server.setSecureContext(certificate);
  server.on('secureConnection', (socket) => serverNames.add(socket.servername));
  server.on('tlsClientError', () => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

/** Probes from a process of its own: Node reads the certificates to be trusted once, when it starts. */
async function probe(url: string, trustedCertificates?: string): Promise<{ kind: string; cause?: string }> {
  const script = fileURLToPath(new URL('./probe-once.ts', import.meta.url));
  const child = spawn(process.execPath, [script, url, '127.0.0.1', String(portOf(server))], {
    env: {
      ...process.env,
      ...(trustedCertificates === undefined ? {} : { NODE_EXTRA_CA_CERTS: trustedCertificates }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(await text(child.stdout));
}

describe('a prober by HTTPS', () => {
  it('sends SNI and Host of its URL, connects to the production address, and checks the certificate', async () => {
    const result = await probe(`https://${hostName}/`, join(folder, 'ca.pem'));
    expect(result).toEqual({ kind: 'good', status: 200 });
    expect([...serverNames]).toContain(hostName);
    expect([...hosts]).toContain(hostName);
  });

  it('tells of a certificate that is not trusted, or names another host', async () => {
    expect(await probe(`https://${hostName}/`)).toMatchObject({
      kind: 'failed',
      cause: expect.stringContaining('self-signed certificate'),
    });
    expect(await probe('https://www.fabrikam.example/', join(folder, 'ca.pem'))).toMatchObject({
      kind: 'failed',
      cause: expect.stringContaining('www.fabrikam.example'),
    });
  });

  it('checks no certificate where the URL has an address, which none names', async () => {
    expect(await probe('https://203.0.113.7/')).toEqual({ kind: 'good', status: 200 });
    expect([...serverNames]).toContain(false);
  });
});
