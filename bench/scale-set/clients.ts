import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { endpointOf, parseConnectTo } from '../../src/probe/connect-to.ts';
import { anySuccess } from '../../src/probe/expectation.ts';
import { connectTo } from '../action-on-emulator.ts';
import type { EmulatorProcess } from '../emulator-process.ts';
import type { ClientSample, ClientWork } from './client-sample.ts';

export const productionPort = 8080;

/** Clients of production that are nobody's own: they ask at a fixed rate whatever happens. */
export interface Clients extends AsyncDisposable {
  readonly address: string;
  readonly samples: readonly ClientSample[];
}

/** Twenty requests a second to the one public address, each on a connection of its own, from a thread of its own. */
export async function startClients({
  announcement,
}: Pick<EmulatorProcess, 'announcement'>): Promise<Clients> {
  const [address = ''] = Object.values(announcement.publicAddresses);
  const url = `http://${address}:${productionPort}/health`;
  const mappings = parseConnectTo(connectTo(announcement).join('\n'));
  const work: ClientWork = {
    question: {
      protocol: 'http',
      url,
      endpoint: endpointOf({ protocol: 'http', url, source: 'the bench' }, mappings),
      timeoutMs: 2_000,
      expect: anySuccess,
      versionMarker: { kind: 'header', name: 'x-app-version' },
    },
    intervalMs: 50,
  };
  const samples: ClientSample[] = [];
  const worker = new Worker(new URL('./client-worker.ts', import.meta.url), { workerData: work });
  worker.on('message', (sample: ClientSample) => samples.push(sample));
  await once(worker, 'online');
  return {
    address,
    samples,
    async [Symbol.asyncDispose]() {
      const ended = once(worker, 'exit');
      worker.postMessage('stop');
      await ended;
    },
  };
}
