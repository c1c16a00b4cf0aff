import { expect, it } from 'vitest';
import { SECRET } from '../../chaos/scale-set/scenario.ts';
import { secretsTold } from '../../chaos/schedules/perform-act.ts';

it.each([
  ['nothing', { type: 'step-started', stepId: 'take-lock' }, 0],
  ['a protected setting', { body: { protectedSettings: { storageAccountKey: `${SECRET}-two` } } }, 1],
  ['the beginning of a token', { message: 'Bearer eyJ0eXAiOiJKV1QiLCJhbGciOi' }, 1],
])('who has told %s has told so many secrets', (_, event, count) => {
  expect(secretsTold({ name: 'main', told: [JSON.stringify(event)] }, [SECRET])).toHaveLength(count);
});
