import { describe, expect, test } from 'vitest';
import type { Exchange } from './exchange.ts';
import type { JsonObject } from './json.ts';
import { exchangeChecker } from './openapi.ts';

/** Two small documents that use what Azure's use: inheritance, references between files, every extension that counts. */
const shapes: JsonObject = {
  definitions: {
    Resource: {
      properties: {
        id: { type: 'string', readOnly: true },
        tags: { type: 'object', additionalProperties: { type: 'string' } },
      },
      required: ['id'],
    },
    Shape: {
      discriminator: 'kind',
      properties: { kind: { type: 'string' }, scale: { type: 'integer', format: 'int32' } },
      required: ['kind'],
    },
    Circle: {
      'x-ms-discriminator-value': 'circle',
      allOf: [{ $ref: '#/definitions/Shape' }],
      properties: { radius: { type: 'number', minimum: 0 } },
      required: ['radius'],
    },
    Square: { allOf: [{ $ref: '#/definitions/Shape' }], properties: { side: { type: 'number' } } },
  },
};

const drawings: JsonObject = {
  paths: {
    '/subscriptions/{subscriptionId}/providers/Test.Draw/drawings/{name}': {
      parameters: [{ name: 'api-version', in: 'query', required: true, type: 'string' }],
      get: {
        operationId: 'Drawings_Get',
        parameters: [{ name: '$expand', in: 'query', type: 'string' }],
        responses: {
          200: { schema: { $ref: '#/definitions/Drawing' } },
          default: { $ref: '#/responses/Failure' },
        },
      },
      put: {
        operationId: 'Drawings_Put',
        'x-ms-long-running-operation': true,
        'x-ms-long-running-operation-options': { 'final-state-via': 'azure-async-operation' },
        parameters: [
          { name: 'parameters', in: 'body', required: true, schema: { $ref: '#/definitions/Drawing' } },
        ],
        responses: {
          200: { schema: { $ref: '#/definitions/Drawing' } },
          201: { schema: { $ref: '#/definitions/Drawing' } },
          default: { $ref: '#/responses/Failure' },
        },
      },
      delete: {
        operationId: 'Drawings_Delete',
        'x-ms-long-running-operation': true,
        'x-ms-long-running-operation-options': { 'final-state-via': 'location' },
        responses: { 202: {}, 204: {} },
      },
    },
    '/{scope}/providers/Test.Draw/notes': {
      get: {
        operationId: 'Notes_List',
        parameters: [{ name: 'scope', in: 'path', required: true, 'x-ms-skip-url-encoding': true }],
        responses: { 200: { schema: { type: 'array', items: { type: 'string' } } } },
      },
    },
    '/{anything}': { get: { operationId: 'Anything', responses: { 200: {} } } },
  },
  responses: {
    Failure: {
      schema: {
        properties: { error: { properties: { code: { type: 'string' } }, required: ['code'] } },
        required: ['error'],
      },
    },
  },
  definitions: {
    Drawing: {
      allOf: [{ $ref: './shapes.json#/definitions/Resource' }],
      properties: {
        color: { type: 'string', enum: ['red', 'blue'] },
        shapes: { type: 'array', items: { $ref: './shapes.json#/definitions/Shape' } },
        frame: { $ref: '#/definitions/Frame' },
        freely: { type: 'object' },
        title: { type: 'string', 'x-nullable': true },
        drawnAt: { type: 'string', format: 'date-time' },
        password: { type: 'string', 'x-ms-secret': true },
      },
      required: ['color', 'password'],
    },
    Frame: { properties: { width: { type: 'integer' } } },
  },
};

const check = exchangeChecker(
  new Map([
    ['file:///openapi/drawings.json', drawings],
    ['file:///openapi/shapes.json', shapes],
  ]),
);

const url = '/SUBSCRIPTIONS/1/providers/test.draw/drawings/a?api-version=1';

function get(responseBody: JsonObject, change: Partial<Exchange> = {}): Exchange {
  return {
    method: 'GET',
    url,
    requestHeaders: {},
    requestBody: undefined,
    status: 200,
    responseHeaders: {},
    responseBody,
    ...change,
  };
}

function put(requestBody: JsonObject, change: Partial<Exchange> = {}): Exchange {
  return get({ id: '/a', color: 'red' }, { method: 'PUT', requestBody, ...change });
}

const good = { id: '/a', color: 'red' };
const asyncOperation = { 'azure-asyncoperation': 'https://arm/operations/1' };

describe('what agrees with its document', () => {
  test.each<[string, Exchange]>([
    ['the least', get(good)],
    ['inherited members', get({ ...good, tags: { a: 'b' } })],
    ['an object that nothing describes', get({ ...good, freely: { any: ['thing'] } })],
    ['null where it is allowed', get({ ...good, title: null })],
    ['a date', get({ ...good, drawnAt: '2026-11-22T04:52:00Z' })],
    ['a subtype by its value', get({ ...good, shapes: [{ kind: 'circle', radius: 1, scale: 2 }] })],
    ['a subtype by its name', get({ ...good, shapes: [{ kind: 'Square', side: 1 }] })],
    ['a query that is described', get(good, { url: `${url}&$expand=all` })],
    ['an error', get({ error: { code: 'NotFound' } }, { status: 404 })],
    [
      'a refused request that is malformed',
      put({}, { status: 400, responseBody: { error: { code: 'Bad' } } }),
    ],
    ['what is read-only, left out of a request', put({ color: 'blue', password: 'x' })],
    ['what is read-only, echoed', put({ ...good, password: 'x' })],
    ['an accepted write', put({ ...good, password: 'x' }, { status: 201, responseHeaders: asyncOperation })],
    [
      'a path whose scope has slashes',
      get(good, { url: '/a/b/c/providers/Test.Draw/notes', responseBody: ['x'] }),
    ],
    ['a gateway that speaks HTML', get(good, { status: 503, responseBody: '<html>' })],
    [
      'a poll',
      get(
        { status: 'InProgress' },
        { url: '/subscriptions/1/providers/Microsoft.Network/locations/x/operations/y?t=1' },
      ),
    ],
  ])('%s', (_, exchange) => {
    expect(check(exchange)).toEqual([]);
  });
});

describe('what differs', () => {
  test.each<[string, Exchange, string, string]>([
    ['a wrong type', get({ ...good, tags: { a: 1 } }), '/tags/a', 'type'],
    ['a missing member', get({ color: 'red' }), '', 'required'],
    ['a member that nothing describes', get({ ...good, colour: 'red' }), '/colour', 'unknown'],
    ['one in an object within', get({ ...good, frame: { height: 1 } }), '/frame/height', 'unknown'],
    [
      'one in a subtype',
      get({ ...good, shapes: [{ kind: 'circle', radius: 1, side: 1 }] }),
      '/shapes/0/side',
      'unknown',
    ],
    ['a value that is not allowed', get({ ...good, color: 'green' }), '/color', 'enum'],
    ['null where it is not', get({ ...good, frame: null }), '/frame', 'type'],
    ['no date', get({ ...good, drawnAt: 'yesterday' }), '/drawnAt', 'format'],
    [
      'a fraction of an int32',
      get({ ...good, shapes: [{ kind: 'circle', radius: 1, scale: 1.5 }] }),
      '/shapes/0/scale',
      'type',
    ],
    [
      'too big for an int32',
      get({ ...good, shapes: [{ kind: 'circle', radius: 1, scale: 2 ** 31 }] }),
      '/shapes/0/scale',
      'format',
    ],
    [
      'a bad subtype',
      get({ ...good, shapes: [{ kind: 'circle', radius: -1 }] }),
      '/shapes/0/radius',
      'minimum',
    ],
    ['a request without what it needs', put({ color: 'red' }), '', 'required'],
    ['a request without body', put({}, { requestBody: undefined }), '', 'type'],
    ['a request with an unknown member', put({ ...good, password: 'x', colour: 'x' }), '/colour', 'unknown'],
    ['a query without api-version', get(good, { url: url.replace(/\?.*/, '') }), '?api-version', 'required'],
    ['a query that nothing describes', get(good, { url: `${url}&$top=1` }), '?$top', 'unknown'],
    ['a status that nothing describes', get(good, { status: 206 }), 'status', 'unknown'],
    ['an error of another shape', get({ message: 'no' }, { status: 404 }), '', 'required'],
    ['a body where there is none', get(good, { method: 'DELETE', status: 204 }), '', 'unknown'],
    [
      'an accepted write without a URL to poll',
      put({ ...good, password: 'x' }, { status: 201 }),
      'azure-asyncoperation',
      'required',
    ],
    [
      'an accepted deletion without a location',
      get(good, { method: 'DELETE', status: 202, responseBody: undefined, responseHeaders: asyncOperation }),
      'location',
      'required',
    ],
    [
      'a poll without status',
      get({}, { url: '/subscriptions/1/providers/Microsoft.Network/locations/x/operations/y' }),
      '/subscriptions/1/providers/Microsoft.Network/locations/x/operations/y',
      'known',
    ],
    ['a path that nothing describes', get(good, { url: '/unheard' }), '/unheard', 'known'],
  ])('%s', (_, exchange, at, keyword) => {
    expect(check(exchange)).toContainEqual(expect.objectContaining({ at, keyword }));
  });
});
