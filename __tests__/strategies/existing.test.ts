import { expect, test } from 'vitest';
import { ArmError } from '../../src/azure/arm/arm-error.ts';
import { existing } from '../../src/strategies/existing.ts';

const id =
  '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/shop/providers/Microsoft.Compute/virtualMachineScaleSets/web';

test.each([
  ['ResourceNotFound', /^scale-set "web" does not exist in resource group "shop"\. Name one that does/],
  ['ResourceGroupNotFound', /^resource-group "shop" does not exist in the subscription, and scale-set "web"/],
  [
    'SubscriptionNotFound',
    /^subscription-id "11111111-2222-3333-4444-555555555555" does not exist, .* and scale-set "web" is looked for in it\. Name the subscription/,
  ],
])('what is not there is told by the names of the inputs: %s', async (code, message) => {
  const refusal = new ArmError({ method: 'GET', path: id, status: 404, body: { code, message: 'gone' } });
  await expect(existing('scale-set', id, () => Promise.reject(refusal))).rejects.toThrow(message);
});

test('what ARM refuses for another reason is told in its words', async () => {
  const body = { code: 'RequestDisallowedByPolicy', message: 'not by you' };
  const refusal = new ArmError({ method: 'GET', path: id, status: 403, body });
  await expect(existing('scale-set', id, () => Promise.reject(refusal))).rejects.toBe(refusal);
});

test('what the identity may not read is told by the input, and by the action that it lacks', async () => {
  const body = { code: 'AuthorizationFailed', message: 'no right to read' };
  const refusal = new ArmError({ method: 'GET', path: id, status: 403, body });
  await expect(existing('scale-set', id, () => Promise.reject(refusal))).rejects.toMatchObject({
    code: 'AuthorizationFailed',
    message: expect.stringMatching(
      /^The identity may not read scale-set "web", .* it lacks Microsoft\.Compute\/virtualMachineScaleSets\/read at \/subscriptions\/.* no right to read$/,
    ),
    cause: refusal,
  });
});
