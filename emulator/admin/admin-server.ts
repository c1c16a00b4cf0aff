import type { IncomingMessage, RequestListener } from 'node:http';
import type { Arm } from '../arm/arm.ts';
import { ConnectionCut } from '../arm/http.ts';
import { flatHeaders, readBody } from '../server/listening.ts';
import { adminRoutes } from './admin-routes.ts';

/** An answer of the admin endpoint. */
export interface AdminAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface AdminRequest {
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** `GET /requests` → what answers it. */
export type AdminRoutes = Readonly<
  Record<string, (request: AdminRequest) => AdminAnswer | Promise<AdminAnswer>>
>;

/** Plain HTTP on loopback: what a test asks of the emulator, and what a runner has beside ARM (identity endpoints). */
export function adminListener(arm: Arm, more: AdminRoutes): RequestListener {
  const routes = { ...adminRoutes(arm), ...more };
  return (message, response) => {
    answer(routes, message)
      .catch(refusalOf)
      .then(
        ({ status, body, headers = {} }) => {
          response.writeHead(status, { ...headers, 'content-type': 'application/json; charset=utf-8' });
          response.end(JSON.stringify(body));
        },
        () => response.destroy(),
      );
  };
}

function refusalOf(error: unknown): AdminAnswer {
  if (error instanceof ConnectionCut) throw error;
  return { status: 400, body: { message: String(error) } };
}

async function answer(routes: AdminRoutes, message: IncomingMessage): Promise<AdminAnswer> {
  const url = new URL(message.url ?? '/', 'http://localhost');
  const text = await readBody(message);
  const route = routes[`${message.method} ${url.pathname}`];
  if (route === undefined) {
    return {
      status: 404,
      body: { message: `${message.method} ${url.pathname} is not known.`, known: Object.keys(routes) },
    };
  }
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  return route({ query: url.searchParams, headers: flatHeaders(message), body });
}
