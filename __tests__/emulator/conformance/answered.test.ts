import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnsweredRequest } from '../../../emulator/arm/exchanges.ts';
import { compareWithDocuments } from './answered.ts';

const folder = mkdtempSync(join(tmpdir(), 'documents-'));

beforeAll(() => {
  mkdirSync(join(folder, 'specification'));
  const get = { operationId: 'Things_Get', responses: { 200: { schema: { $ref: '#/definitions/Thing' } } } };
  const document = {
    paths: { '/providers/Test.Things/things/{name}': { get } },
    definitions: { Thing: { properties: { color: { type: 'string' } } } },
  };
  writeFileSync(join(folder, 'specification', 'things.json'), JSON.stringify(document));
});

afterAll(() => rmSync(folder, { recursive: true }));

function answered(body: unknown): AnsweredRequest {
  return {
    request: { method: 'GET', path: '/providers/Test.Things/things/a', query: '', headers: {}, body: '' },
    response: { status: 200, headers: {}, body: JSON.stringify(body) },
  };
}

test('an answer as described passes', () => {
  expect(compareWithDocuments([answered({ color: 'red', size: undefined })], folder)).toEqual([]);
});

test('what differs is told once', () => {
  const exchanges = [answered({ colour: 'red' }), answered({ colour: 'blue' })];
  expect(compareWithDocuments(exchanges, folder)).toEqual([
    'GET /providers/Test.Things/things/a: response /colour is not described',
  ]);
});

test.each(['planted', 'futureColor'])('a property that stands for the future is nothing: %s', (name) => {
  expect(compareWithDocuments([answered({ color: 'red', [name]: 'red' })], folder)).toEqual([]);
});
