import { describe, expect, test } from 'vitest';
import { newImage, ScaleSetWorld, scaleSetId } from '../arm/compute/scale-set-world.ts';
import { pathOf } from './exchange.ts';
import { isObject, type Json, objectAt, textAt } from './json.ts';
import { normaliseBody } from './normalise.ts';
import { type RecordedExchange, readRecordings } from './recordings.ts';
import { reference } from './reference.ts';

const script = (command: string) => ({
  name: 'install',
  properties: {
    publisher: 'Microsoft.Azure.Extensions',
    type: 'CustomScript',
    typeHandlerVersion: '2.1',
    settings: { commandToExecute: command },
  },
});

/** Recording's `seq` of the status of a failed operation, and how the emulator comes to one: the URL of its status. */
const staged: Readonly<Record<number, (recorded: RecordedExchange) => Promise<[ScaleSetWorld, string]>>> = {
  72: async () => {
    const world = new ScaleSetWorld({
      extensions: [script('install-1')],
      payloads: [
        { extensionSettings: 'install-1', version: 'one' },
        { extensionSettings: 'install-2', version: 'two', script: 'fails' },
      ],
    });
    await world.done(world.patchExtensions([script('install-2')]));
    const { headers } = await world.act('manualupgrade', ['1']);
    world.wait(10);
    return [world, headers['azure-asyncoperation'] ?? ''];
  },
  // Nothing in the emulator comes to this end by itself: a fault says so, in the recorded words.
  64: async ({ responseBody }) => {
    const world = new ScaleSetWorld();
    const { code = '', message = '' } = objectAt(responseBody, 'error') as {
      code?: string;
      message?: string;
    };
    world.arm.plane.faults.add({
      match: { path: 'manualupgrade$' },
      effect: 'operation-fails',
      code,
      message,
    });
    await world.done(world.patchImage(newImage));
    const { headers } = await world.act('manualupgrade', ['1']);
    world.wait(10);
    return [world, headers['azure-asyncoperation'] ?? ''];
  },
  187: async () => {
    const world = new ScaleSetWorld();
    world.dataPlane.setInstanceCondition('web_1', 'machine-down');
    const body = { commandId: 'RunShellScript', script: ['true'] };
    const { headers } = await world.send('POST', `${scaleSetId}/virtualMachines/1/runCommand`, body);
    world.wait(5413);
    return [world, headers['azure-asyncoperation'] ?? ''];
  },
};

describe.runIf(reference !== undefined)('an operation of Compute fails as recorded', () => {
  const failed = (reference === undefined ? [] : readRecordings(reference.recordings))
    .filter(({ name }) => name.startsWith('errors-'))
    .flatMap(({ exchanges }) => exchanges)
    .filter(isFailedOperation);

  test('whatever was recorded', () => {
    expect(failed.map(({ seq }) => String(seq)).toSorted()).toEqual(Object.keys(staged).toSorted());
  });

  test.each(failed)('$seq', async (recorded) => {
    const staging = staged[recorded.seq];
    if (staging === undefined) throw new Error(`Exchange ${recorded.seq} is not staged.`);
    const [world, url] = await staging(recorded);
    const { status, body } = await world.follow(url);
    expect(status).toBe(recorded.status);
    expect(frameOf(body as Json)).toEqual(frameOf(recorded.responseBody));
  });
});

function isFailedOperation(exchange: RecordedExchange): boolean {
  return (
    /\/Microsoft\.Compute\/locations\/[^/]+\/operations\//.test(pathOf(exchange)) &&
    textAt(exchange.responseBody, 'status') === 'Failed'
  );
}

/** Without which extension it was, what it said itself, and where its own handler is explained. */
function frameOf(body: Json | undefined): Json {
  const normal = normaliseBody(body ?? null);
  if (!isObject(normal)) return normal;
  const message = (textAt(objectAt(normal, 'error'), 'message') ?? '')
    .replaceAll(/'[^']*'/g, "'…'")
    .replace(/Error message: ".*"\./, 'Error message: "…".')
    .replace(/aka\.ms\/VMExtension\w+Troubleshoot/, 'aka.ms/VMExtension…Troubleshoot');
  return { ...normal, error: { ...objectAt(normal, 'error'), message } };
}
