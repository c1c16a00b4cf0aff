import { type Exchange, pathOf } from './exchange.ts';
import { isObject, type Json, listAt, objectAt, textAt } from './json.ts';
import type { Finding } from './openapi.ts';

/** Requests whose documents are not among the references, and what is known of their answers all the same. */
interface Known {
  /** Against path and query. */
  readonly url: RegExp;
  /** What is wrong with a good answer; undefined where nothing is. */
  readonly complain: (body: Json | undefined) => string | undefined;
}

const known: readonly Known[] = [
  {
    // Where Compute's Location leads: the result of the operation, whatever that is.
    url: /\/providers\/microsoft\.compute\/locations\/[^/]+\/operations\/[^/?]+\?.*\bmonitor=true\b/i,
    complain: () => undefined,
  },
  {
    // Polls are common to all of ARM.
    url: /\/providers\/microsoft\.\w+\/locations\/[^/]+\/operations\/[^/?]+(\?|$)/i,
    complain: (body) => {
      const status = textAt(body, 'status');
      return isOperationStatus(status) ? undefined : `status ${status} is none of an operation`;
    },
  },
  { url: /\/operationresults\/[^/?]+(\?|$)/i, complain: () => undefined },
  { url: /^\/subscriptions\/[^/]+\/resourcegroups\/[^/?]+(\?|$)/i, complain: complainOfResource },
  {
    url: /^\/subscriptions\/[^/?]+(\?|$)/i,
    complain: (body) => complainOfMembers(body, ['id', 'subscriptionId', 'state']),
  },
  { url: /^\/(tenants|subscriptions)(\?|$)/i, complain: complainOfList },
  {
    url: /^\/subscriptions\/[^/]+\/(resourcegroups|locations|resources|providers)(\?|$)/i,
    complain: complainOfList,
  },
  { url: /^\/providers(\?|$)/i, complain: complainOfList },
  {
    url: /^(\/subscriptions\/[^/]+)?\/providers\/microsoft\.\w+(\?|$)/i,
    complain: (body) => complainOfMembers(body, ['namespace']),
  },
  {
    // The document has it for resource groups and for resources only.
    url: /^\/subscriptions\/[^/]+\/providers\/microsoft\.authorization\/permissions(\?|$)/i,
    complain: complainOfList,
  },
  // In documents that are not among the references.
  { url: /\/providers\/microsoft\.network\/locations\/[^/]+\/usages(\?|$)/i, complain: complainOfList },
  // Managed commands, and the action, which is accepted without a body. In documents that are not among the references.
  { url: /\/virtualmachines\/[^/]+\/runcommands\/[^/?]+(\?|$)/i, complain: complainOfResource },
  { url: /\/virtualmachines\/[^/]+\/runcommands(\?|$)/i, complain: complainOfList },
  { url: /\/virtualmachines\/[^/]+\/runcommand(\?|$)/i, complain: () => undefined },
  {
    // The versions of a marketplace image are a bare array.
    url: /\/artifacttypes\/vmimage\/offers\/[^/]+\/skus\/[^/]+\/versions(\?|$)/i,
    complain: (body) => (Array.isArray(body) ? undefined : 'no array'),
  },
  {
    url: /\/artifacttypes\/vmimage\/offers\/[^/]+\/skus\/[^/]+\/versions\/[^/?]+(\?|$)/i,
    complain: (body) => complainOfMembers(body, ['id', 'name', 'location']),
  },
  {
    // Publishers, and the types and versions of their extensions: bare arrays, in documents that are not among the references.
    url: /\/locations\/[^/]+\/publishers(\/[^/]+\/artifacttypes\/vmextension\/types(\/[^/]+\/versions)?)?(\?|$)/i,
    complain: complainOfArtifacts,
  },
  {
    url: /\/artifacttypes\/vmextension\/types\/[^/]+\/versions\/[^/?]+(\?|$)/i,
    complain: (body) =>
      complainOfMembers(body, ['id', 'name', 'location']) ??
      complainOfMembers(objectAt(body, 'properties'), ['operatingSystem', 'computeRole', 'handlerSchema']),
  },
  {
    // There may be none.
    url: /\/providers\/microsoft\.resources\/deploymentstacks(\?|$)/i,
    complain: (body) => (isObject(body) && Array.isArray(body.value) ? undefined : 'no list'),
  },
  {
    // In network documents since 2024-05-01.
    url: /\/loadbalancers\/[^/]+\/loadbalancingrules\/[^/]+\/health(\?|$)/i,
    complain: () => undefined,
  },
];

export function checkUndescribed(exchange: Exchange): readonly Finding[] {
  const complaint = complain(exchange);
  return complaint === undefined
    ? []
    : [
        {
          operation: 'undescribed',
          where: 'response',
          at: pathOf(exchange),
          keyword: 'known',
          message: complaint,
        },
      ];
}

function complain(exchange: Exchange): string | undefined {
  const { status, responseBody } = exchange;
  if (status >= 400) {
    const error = objectAt(responseBody, 'error');
    return complainOfMembers(error, ['code', 'message']);
  }
  const entry = known.find((it) => it.url.test(exchange.url));
  if (entry === undefined) return `${exchange.method} is in no document`;
  return exchange.method === 'GET' || status === 201 ? entry.complain(responseBody) : undefined;
}

function isOperationStatus(status: string | undefined): boolean {
  return status !== undefined && ['InProgress', 'Succeeded', 'Failed', 'Canceled'].includes(status);
}

function complainOfResource(body: Json | undefined): string | undefined {
  return complainOfMembers(body, ['id', 'name', 'type', 'location']);
}

function complainOfList(body: Json | undefined): string | undefined {
  return listAt(body, 'value').length === 0 ? 'a list without members' : undefined;
}

function complainOfArtifacts(body: Json | undefined): string | undefined {
  if (!Array.isArray(body)) return 'no array';
  return body.map((one) => complainOfMembers(one, ['id', 'name', 'location'])).find((it) => it !== undefined);
}

function complainOfMembers(body: Json | undefined, names: readonly string[]): string | undefined {
  const missing = names.filter((name) => textAt(body, name) === undefined);
  return missing.length === 0 ? undefined : `without ${missing.join(', ')}`;
}
