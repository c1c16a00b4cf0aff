import { request as requestHttps } from 'node:https';
import type { Emulator } from '../../emulator/index.ts';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** Sends what no SDK would send, trusting the emulator's authority. Rejects where the connection is cut. */
export function sendRaw(
  emulator: Emulator,
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const request = requestHttps(
      url,
      { method: options.method ?? 'GET', headers: options.headers ?? {}, ca: emulator.caCertificate },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: text === '' ? undefined : (JSON.parse(text) as unknown),
          });
        });
      },
    );
    request.on('error', reject);
    request.end(options.body);
  });
}

/** A token of the scenario's application, by its secret. */
export async function signIn(emulator: Emulator): Promise<string> {
  const { authorityHost, tenantId, clientId, clientSecret } = emulator.announcement;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: 'https://management.azure.com/.default',
  });
  const { body } = await sendRaw(emulator, `${authorityHost}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  });
  return (body as { access_token: string }).access_token;
}
