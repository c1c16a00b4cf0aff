import { parseConnectTo } from '../../src/probe/connect-to.ts';
import { anySuccess } from '../../src/probe/expectation.ts';
import type { ProbeSample } from '../../src/probe/probe-events.ts';
import { startProber } from '../../src/probe/prober.ts';
import { connectTo } from '../action-on-emulator.ts';
import type { EmulatorProcess } from '../emulator-process.ts';

export const productionPort = 8080;

/** Clients of production that are nobody's own: they ask at a fixed rate whatever happens. */
export interface Clients extends AsyncDisposable {
  readonly address: string;
  readonly samples: readonly ProbeSample[];
}

/** Twenty requests a second to the one public address, each on a connection of its own, from a thread of its own. */
export async function startClients({
  announcement,
}: Pick<EmulatorProcess, 'announcement'>): Promise<Clients> {
  const [address = ''] = Object.values(announcement.publicAddresses);
  const samples: ProbeSample[] = [];
  const prober = await startProber({
    workerEntry: new URL('../../src/probe/prober-worker.ts', import.meta.url),
    target: { protocol: 'http', url: `http://${address}:${productionPort}/health`, source: 'the bench' },
    intervalMs: 50,
    timeoutMs: 2_000,
    expect: anySuccess,
    versionMarker: { kind: 'header', name: 'x-app-version' },
    connectTo: parseConnectTo(connectTo(announcement).join('\n')),
    emit: (event) => {
      if (event.type === 'probe-sample') samples.push(event.sample);
    },
  });
  return { address, samples, [Symbol.asyncDispose]: () => prober.stop() };
}
