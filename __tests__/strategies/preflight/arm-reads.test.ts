import { describe, expect, test } from 'vitest';
import {
  ArmError,
  ArmOperationError,
  NoAnswerError,
  UncertainWriteError,
} from '../../../src/azure/arm/arm-error.ts';
import { notChecked, readScopes } from '../../../src/strategies/preflight/arm-reads.ts';

const facts = {
  method: 'GET',
  path: '/x',
  body: { code: 'Code', message: 'What happened. What would help.' },
};

describe('reads at several scopes', () => {
  test('succeed and fail apart from each other', async () => {
    const { read, unread } = await readScopes(['/a', '/b'], async (scope) => {
      if (scope === '/b') {
        throw new ArmError({ ...facts, status: 404 });
      }
      return scope.length;
    });
    expect(read).toMatchObject([{ scope: '/a', value: 2 }]);
    expect(unread).toMatchObject([{ scope: '/b', cause: '404 Code (What happened)' }]);
  });

  test('are all under way at once', async () => {
    let begun = 0;
    const all = Promise.withResolvers<void>();
    await readScopes(['/a', '/b', '/c'], async () => {
      begun += 1;
      if (begun === 3) {
        all.resolve();
      }
      await all.promise;
    });
    expect(begun).toBe(3);
  });

  test.each<[string, Error, string]>([
    ['a refusal', new ArmError({ ...facts, status: 400 }), '400 Code (What happened)'],
    ['a missing permission', new ArmError({ ...facts, status: 403 }), '403 Code'],
    ['a failed operation', new ArmOperationError('Failed', facts), 'ended as Failed'],
    ['silence', new NoAnswerError('GET /x got no answer'), 'got no answer'],
    ['silence after a POST', new UncertainWriteError('POST /x got no answer'), 'got no answer'],
  ])('%s is told', async (_, error, cause) => {
    const { unread } = await readScopes(['/a'], async () => Promise.reject(error));
    expect(unread).toMatchObject([{ scope: '/a', cause: expect.stringContaining(cause) }]);
  });

  test.each([
    ['cancellation', new DOMException('cancelled', 'AbortError')],
    ['a mistake of ours', new TypeError('x is not a function')],
  ])('%s is thrown', async (_, error) => {
    await expect(readScopes(['/a'], async () => Promise.reject(error))).rejects.toBe(error);
  });
});

test('what was not checked is one finding, each cause once', () => {
  const unread = [
    { scope: '/a', cause: '403 AuthorizationFailed' },
    { scope: '/b', cause: '403 AuthorizationFailed' },
  ];
  expect(notChecked('Locks', 'Microsoft.Authorization/locks/read', unread)).toEqual([
    {
      kind: 'unchecked',
      message:
        'Locks were not checked at /a, /b: 403 AuthorizationFailed. Reading them takes Microsoft.Authorization/locks/read there.',
    },
  ]);
  expect(notChecked('Locks', 'Microsoft.Authorization/locks/read', [])).toEqual([]);
});
