import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Arm } from '../arm/arm.ts';
import { type ArmRequest, ConnectionCut } from '../arm/http.ts';
import { flatHeaders, readBody } from './listening.ts';

/** The control plane over HTTPS: nothing but translation. */
export function armListener(arm: Pick<Arm, 'handle'>): RequestListener {
  return (message, response) => {
    answer(arm, message, response).catch((error: unknown) => {
      if (error instanceof ConnectionCut || response.headersSent) response.destroy();
      else response.writeHead(error instanceof URIError ? 400 : 500).end(String(error));
    });
  };
}

async function answer(
  arm: Pick<Arm, 'handle'>,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, headers, body } = await arm.handle(toRequest(message, await readBody(message)));
  response.writeHead(status, {
    ...headers,
    ...(body === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(body) }),
  });
  response.end(body);
}

function toRequest(message: IncomingMessage, body: string): ArmRequest {
  const target = message.url ?? '/';
  const at = target.indexOf('?');
  const path = at < 0 ? target : target.slice(0, at);
  return {
    method: message.method ?? 'GET',
    // `az resource show` sends `Microsoft.Network//publicIPAddresses`: ARM takes it.
    path: decodeURIComponent(path).replaceAll(/\/{2,}/g, '/'),
    query: at < 0 ? '' : target.slice(at + 1),
    headers: flatHeaders(message),
    body,
  };
}
