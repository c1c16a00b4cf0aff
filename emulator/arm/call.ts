import type { OperationFault } from '../faults.ts';
import type { ArmRequest } from './http.ts';

/** Who sends a request, as the token says. */
export interface Principal {
  readonly appId: string;
  readonly objectId: string;
}

/** A request on its way to a handler: routed, authorised, its body parsed. */
export interface Call {
  readonly request: ArmRequest;
  /** What stands in the path where the route has a name in braces. */
  readonly params: Readonly<Record<string, string>>;
  readonly apiVersion: string;
  readonly query: URLSearchParams;
  /** Undefined for an empty body. */
  readonly body: unknown;
  /** `https://host:port`, for the URLs of operations. */
  readonly origin: string;
  readonly principal: Principal;
  /** What a fault does to the operation that this request starts. */
  readonly operationFault: OperationFault | undefined;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export type Handler = (call: Call) => Reply;

/** One path and what can be asked of it. */
export interface Route {
  /** `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/…`; `{scope*}` takes any number of segments. */
  readonly path: string;
  readonly methods: Readonly<Partial<Record<'GET' | 'HEAD' | 'PUT' | 'PATCH' | 'POST' | 'DELETE', Handler>>>;
}

/** A named part of the path. The router has filled it: a route that asks for another name is a mistake in the route. */
export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`The route of ${call.request.path} names no {${name}}.`);
  return value;
}
