import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import net from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/engine/clock.ts';
import { measureDowntime } from '../../src/probe/downtime.ts';
import { anySuccess, parseProbeExpectation } from '../../src/probe/expectation.ts';
import { type Prober, type ProberOptions, startProber } from '../../src/probe/prober.ts';
import { parseVersionMarker } from '../../src/probe/version-marker.ts';
import { ProbeLog } from './probe-log.ts';
import { portOf, Service, startBlackHole } from './service.ts';

const intervalMs = 40;
const never = new AbortController().signal;
const inTenSeconds = () => systemClock.monotonicMs() + 10_000;
const resources: AsyncDisposable[] = [];

afterEach(async () => {
  for (const resource of resources.splice(0).reverse()) await resource[Symbol.asyncDispose]();
});

function use<T extends AsyncDisposable>(resource: T): T {
  resources.push(resource);
  return resource;
}

async function probe(
  url: string,
  options: Partial<ProberOptions> = {},
): Promise<{ prober: Prober; log: ProbeLog }> {
  const log = new ProbeLog();
  const protocol = url.startsWith('tcp') ? 'tcp' : url.startsWith('https') ? 'https' : 'http';
  const prober = await startProber({
    workerEntry: new URL('../../src/probe/prober-worker.ts', import.meta.url),
    target: { protocol, url, source: 'the test' },
    intervalMs,
    // Far above what a loaded machine needs; tests of silence bring a short one.
    timeoutMs: 5000,
    expect: anySuccess,
    connectTo: [],
    emit: log.emit,
    ...options,
  });
  use({ [Symbol.asyncDispose]: () => prober.stop().catch(() => {}) });
  return { prober, log };
}

const failuresOf = (log: ProbeLog) =>
  log.samples.flatMap(({ result }) => (result.kind === 'failed' ? [result] : []));

describe('a prober', () => {
  it('asks on a new connection each time, and tells status and version', async () => {
    const service = use(await Service.start());
    const ports = new Set<number | undefined>();
    let requests = 0;
    service.answer = (request, response) => {
      requests += 1;
      ports.add(request.socket.remotePort);
      response.setHeader('X-App-Version', 'blue').end('ready');
    };
    const { prober, log } = await probe(`http://127.0.0.1:${service.port}/health?full=1`, {
      versionMarker: parseVersionMarker('header:x-app-version'),
    });
    await log.until(({ samples }) => samples.length >= 10);
    await prober.stop();
    expect(ports.size).toBe(requests);
    expect(new Set(log.samples.map(({ result }) => JSON.stringify(result)))).toEqual(
      new Set([JSON.stringify({ kind: 'good', status: 200, version: 'blue' })]),
    );
    expect(log.events.at(0)).toMatchObject({ type: 'probe-started', intervalMs, timeoutMs: 5000 });
    expect(log.events.at(-1)).toMatchObject({ type: 'probe-stopped' });
    expect(prober.samples()).toEqual(log.samples);
  });

  it('does not wait for an answer before it asks again', async () => {
    const service = use(await Service.start());
    const held: ServerResponse[] = [];
    // Each answer is given only when three later requests have come: who waits for answers gets none.
    service.answer = (_, response) => {
      held.push(response);
      if (held.length > 3) held.shift()?.end();
    };
    const { log } = await probe(`http://127.0.0.1:${service.port}/`);
    await log.until(({ samples }) => samples.length >= 12);
    expect(failuresOf(log)).toEqual([]);
    service.answer = (_, response) => response.end();
    for (const response of held) response.end();
  });

  it('keeps due times on the grid of the interval', async () => {
    const service = use(await Service.start());
    const { log } = await probe(`http://127.0.0.1:${service.port}/`);
    await log.until(({ samples }) => samples.length >= 20);
    const [first] = log.samples;
    for (const sample of log.samples) {
      const ticks = (sample.dueAtMs - (first?.dueAtMs ?? Number.NaN)) / intervalMs;
      expect(ticks).toBeCloseTo(Math.round(ticks), 6);
      expect(sample.sentAtMs).toBeGreaterThanOrEqual(sample.dueAtMs);
      expect(sample.completedAtMs).toBeGreaterThan(sample.sentAtMs);
    }
  });

  it('takes a redirect for an answer and does not follow it', async () => {
    const service = use(await Service.start());
    const paths = new Set<string | undefined>();
    service.answer = (request, response) => {
      paths.add(request.url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    };
    const { log } = await probe(`http://127.0.0.1:${service.port}/`);
    await log.until(({ samples }) => samples.length >= 5);
    expect(log.samples[0]?.result).toEqual({ kind: 'good', status: 302 });
    expect([...paths]).toEqual(['/']);
  });

  it.each([
    {
      what: 'a status outside the expectation',
      answer: (response: ServerResponse) => response.writeHead(503).end(),
      failure: { kind: 'failed', cause: 'status 503', status: 503 },
    },
    {
      what: 'silence',
      answer: () => {},
      timeoutMs: 300,
      failure: { kind: 'failed', cause: 'no answer within 300 ms' },
    },
    {
      what: 'an answer that stops in its middle',
      answer: (response: ServerResponse) => response.writeHead(200, { 'content-length': '10' }).write('half'),
      timeoutMs: 300,
      failure: { kind: 'failed', cause: 'no complete answer within 300 ms' },
    },
    {
      what: 'a reset in place of an answer',
      answer: (response: ServerResponse) => response.socket?.destroy(),
      failure: { kind: 'failed', cause: 'connection reset' },
    },
    {
      what: 'an upgrade nobody asked for',
      answer: (response: ServerResponse) =>
        response.socket?.write(
          'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n',
        ),
      failure: { kind: 'failed', cause: 'connection closed' },
    },
    {
      what: 'a connection lost in the middle of an answer',
      answer: (response: ServerResponse) =>
        response.writeHead(200, { 'content-length': '10' }).write('half', () => response.socket?.destroy()),
      failure: { kind: 'failed', cause: 'connection reset' },
    },
  ])('tells of $what', async ({ answer, failure, timeoutMs = 5000 }) => {
    const service = use(await Service.start());
    service.answer = (_, response) => void answer(response);
    const { log } = await probe(`http://127.0.0.1:${service.port}/`, { timeoutMs });
    await log.until(({ samples }) => samples.length >= 3);
    expect(log.samples.map(({ result }) => result)).toEqual(log.samples.map(() => failure));
  });

  it('tells refused from swallowed connections', async () => {
    const service = use(await Service.start());
    const { port } = service;
    await service.stopListening();
    const refused = await probe(`http://127.0.0.1:${port}/`);
    await refused.log.until(({ samples }) => samples.length >= 3);
    expect(failuresOf(refused.log)[0]?.cause).toBe('connection refused');

    const blackHole = use(await startBlackHole());
    await Promise.all(
      ['http', 'https', 'tcp'].map(async (scheme) => {
        const swallowed = await probe(`${scheme}://127.0.0.1:${blackHole.port}/`, { timeoutMs: 300 });
        await swallowed.log.until(({ samples }) => samples.length >= 3);
        expect(failuresOf(swallowed.log)[0]?.cause).toBe('no connection within 300 ms');
      }),
    );
  });

  it('judges the body, and reads no more than 64 KiB of it', async () => {
    const service = use(await Service.start());
    const filler = 'x'.repeat(100_000);
    service.answer = (_, response) => response.end(`build 7;${filler};ready`);
    const url = `http://127.0.0.1:${service.port}/`;
    const early = await probe(url, {
      expect: parseProbeExpectation('/^build/'),
      versionMarker: parseVersionMarker('body:/build (\\d+)/'),
    });
    const beyond = await probe(url, { expect: parseProbeExpectation('/ready/') });
    await early.log.until(({ samples }) => samples.length >= 3);
    await beyond.log.until(({ samples }) => samples.length >= 3);
    expect(early.log.samples[0]?.result).toEqual({ kind: 'good', status: 200, version: '7' });
    expect(beyond.log.samples[0]?.result).toEqual({
      kind: 'failed',
      cause: 'body does not match /ready/',
      status: 200,
    });
  });

  it('measures an outage of a real service, and the change of version across it', async () => {
    const service = use(await Service.start());
    service.answer = (_, response) => response.end('v1');
    const { prober, log } = await probe(`http://127.0.0.1:${service.port}/`, {
      versionMarker: parseVersionMarker('body:/(v\\d)/'),
    });
    await log.until(({ samples }) => samples.length >= 5);
    const { port } = service;
    await service.stopListening();
    await log.until((seen) => failuresOf(seen).length >= 5);
    service.answer = (_, response) => response.end('v2');
    await service.listen(port);
    await prober.waitForGoodAnswers({ count: 5 }, inTenSeconds(), never);
    await prober.stop();
    const downtime = measureDowntime(prober.samples(), { intervalMs, slowAfterMs: 200 });
    expect(downtime?.outages).toHaveLength(1);
    expect(downtime?.outages[0]?.failedCount).toBe(downtime?.failedCount);
    expect(downtime?.lastAnswerFromOldAtMs).toBe(downtime?.outages[0]?.fromMs);
    expect(downtime?.firstAnswerFromNewAtMs).toBe(downtime?.outages[0]?.toMs);
  });

  it('asks by TCP whether a connection is taken', async () => {
    const server = net.createServer((socket) => socket.on('error', () => {}).resume());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const port = portOf(server);
    const { log } = await probe(`tcp://127.0.0.1:${port}`);
    await log.until(({ samples }) => samples.length >= 3);
    expect(log.samples[0]?.result).toEqual({ kind: 'good' });
    server.close();
    await log.until((seen) => failuresOf(seen).some(({ cause }) => cause === 'connection refused'));
  });

  it('connects where connect-to says, and asks for the host of its URL', async () => {
    const service = use(await Service.start());
    const hosts = new Set<string | undefined>();
    service.answer = (request, response) => {
      hosts.add(request.headers.host);
      response.end();
    };
    const { log } = await probe('http://www.contoso.example:8080/', {
      target: {
        protocol: 'http',
        url: 'http://www.contoso.example:8080/',
        source: 'the test',
        connectHost: '127.0.0.1',
      },
      connectTo: [{ fromHost: 'www.contoso.example', fromPort: 8080, toPort: service.port }],
    });
    await log.until(({ samples }) => samples.length >= 3);
    expect(failuresOf(log)).toEqual([]);
    expect([...hosts]).toEqual(['www.contoso.example:8080']);
  });
});

describe('the connection that a prober keeps', () => {
  it('is kept where nothing happens to it', async () => {
    const service = use(await Service.start());
    const kept = Promise.withResolvers<void>();
    service.answerKept = (_, response) => response.writeHead(404).end('', () => kept.resolve());
    const { prober, log } = await probe(`http://127.0.0.1:${service.port}/`);
    await kept.promise;
    await log.until(({ samples }) => samples.length >= 5);
    await prober.stop();
    expect(log.fates).toEqual(['kept']);
  });

  it('is told as reset when it is cut while idle, and opened anew', async () => {
    const service = use(await Service.start());
    let uses = 0;
    service.answerKept = (_, response) => {
      uses += 1;
      response.end();
    };
    const { prober, log } = await probe(`http://127.0.0.1:${service.port}/`);
    await log.until(({ samples }) => samples.length >= 5 && uses === 1);
    service.resetConnections();
    await log.until(({ fates }) => fates.length >= 1);
    await log.until(() => uses >= 2);
    await prober.stop();
    expect(log.fates).toEqual(['reset', 'kept']);
  });

  it('is told as reset when it is cut in place of an answer', async () => {
    const service = use(await Service.start());
    let uses = 0;
    service.answerKept = (request, response) => {
      uses += 1;
      if (uses === 1) response.end();
      else request.socket.destroy();
    };
    const { log } = await probe(`http://127.0.0.1:${service.port}/`);
    await log.until(({ fates }) => fates.length >= 1);
    expect(log.fates).toEqual(['reset']);
  });

  it('is told as hung when it answers no more', async () => {
    const service = use(await Service.start());
    let uses = 0;
    service.answerKept = (_, response) => {
      uses += 1;
      if (uses === 1) response.end();
    };
    const { log } = await probe(`http://127.0.0.1:${service.port}/`, { timeoutMs: 300 });
    await log.until(({ fates }) => fates.length >= 1);
    expect(log.fates).toEqual(['hung']);
  });

  it('has no fate where the server announces that it closes', async () => {
    const service = use(await Service.start());
    let uses = 0;
    service.answerKept = (_, response) => {
      uses += 1;
      response.setHeader('connection', uses === 2 ? 'close' : 'keep-alive').end();
    };
    const { prober, log } = await probe(`http://127.0.0.1:${service.port}/`);
    await log.until(() => uses >= 3);
    await prober.stop();
    expect(log.fates).toEqual(['kept']);
  });

  it('is watched by TCP too', async () => {
    const sockets: net.Socket[] = [];
    const server = net.createServer((socket) => sockets.push(socket.on('error', () => {}).resume()));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    use({ [Symbol.asyncDispose]: async () => void server.close() });
    const { prober, log } = await probe(`tcp://127.0.0.1:${portOf(server)}`);
    await log.until(({ samples }) => samples.length >= 5);
    for (const socket of sockets) socket.destroy();
    await log.until(({ fates }) => fates.length >= 1);
    expect(log.fates).toEqual(['reset']);
    const opened = sockets.length;
    // The next use is due a second after the first, so this many scheduled connections have it among them.
    await log.until(() => sockets.length >= opened + 30);
    await prober.stop();
    expect(log.fates).toEqual(['reset', 'kept']);
  });
});

describe('waitForGoodAnswers', () => {
  it('waits until good answers are steady after a moment', async () => {
    const service = use(await Service.start());
    const { prober, log } = await probe(`http://127.0.0.1:${service.port}/`);
    await log.until(({ samples }) => samples.length >= 5);
    const sinceMs = systemClock.monotonicMs();
    service.answer = (_, response) => response.writeHead(500).end();
    await log.until((seen) => failuresOf(seen).length >= 3);
    service.answer = (_, response) => response.end();
    await prober.waitForGoodAnswers({ steadyForMs: 200, sinceMs }, inTenSeconds(), never);
    const lastFailedAtMs =
      log.samples.findLast(({ result }) => result.kind === 'failed')?.sentAtMs ?? Number.NaN;
    const lastGoodAtMs = Math.max(...log.samples.map(({ sentAtMs }) => sentAtMs));
    expect(lastGoodAtMs - lastFailedAtMs).toBeGreaterThanOrEqual(200);
  });

  it('fails at its deadline, and says what the answers were', async () => {
    const service = use(await Service.start());
    service.answer = (_, response) => response.writeHead(500).end();
    const { prober, log } = await probe(`http://127.0.0.1:${service.port}/`);
    await log.until(({ samples }) => samples.length >= 3);
    await expect(
      prober.waitForGoodAnswers({ count: 1 }, systemClock.monotonicMs() + 1, never),
    ).rejects.toThrow(
      /^http:\/\/127\.0\.0\.1:\d+\/ did not give a good answer in time: \d+ of \d+ requests failed, the last one with: status 500\./,
    );
  });

  it('ends with the reason of its signal', async () => {
    const service = use(await Service.start());
    const { prober } = await probe(`http://127.0.0.1:${service.port}/`);
    const controller = new AbortController();
    const reason = new Error('the run was cancelled');
    const waiting = prober.waitForGoodAnswers({ count: 1_000_000 }, inTenSeconds(), controller.signal);
    setImmediate(() => controller.abort(reason));
    await expect(waiting).rejects.toBe(reason);
    await expect(prober.waitForGoodAnswers({ count: 1 }, inTenSeconds(), controller.signal)).rejects.toBe(
      reason,
    );
  });

  it('ends when the prober is stopped', async () => {
    const service = use(await Service.start());
    const { prober } = await probe(`http://127.0.0.1:${service.port}/`);
    const waiting = prober.waitForGoodAnswers({ count: 1_000_000 }, inTenSeconds(), never);
    await Promise.all([prober.stop(), expect(waiting).rejects.toThrow('before the prober was stopped')]);
  });
});

describe('stopping a prober', () => {
  it('reports the requests under way first, and may be repeated', async () => {
    const service = use(await Service.start());
    const asked = Promise.withResolvers<void>();
    service.answer = () => asked.resolve();
    const { prober, log } = await probe(`http://127.0.0.1:${service.port}/`, { timeoutMs: 300 });
    await asked.promise;
    await Promise.all([prober.stop(), prober.stop()]);
    await prober.stop();
    expect(failuresOf(log).length).toBeGreaterThan(0);
    expect(log.events.filter(({ type }) => type === 'probe-stopped')).toHaveLength(1);
  });
});

describe('stopping a prober when there is no time', () => {
  const silent = async () => {
    const service = use(await Service.start());
    const asked = Promise.withResolvers<void>();
    service.answer = () => asked.resolve();
    const started = await probe(`http://127.0.0.1:${service.port}/`, { timeoutMs: 30_000 });
    await asked.promise;
    return started;
  };

  it.each<[string, (prober: Prober) => Promise<void>]>([
    ['from the first', (prober) => prober.stop(AbortSignal.abort())],
    [
      'as soon as there is none any more',
      (prober) => {
        const cancelling = new AbortController();
        const stopping = prober.stop(cancelling.signal);
        cancelling.abort();
        return stopping;
      },
    ],
    [
      'also where somebody had begun to stop it with patience',
      (prober) => Promise.all([prober.stop(), prober.stop(AbortSignal.abort())]).then(() => undefined),
    ],
  ])('cuts the requests under way, and tells nothing of them: %s', async (_, stop) => {
    const { prober, log } = await silent();
    const beganAtMs = systemClock.monotonicMs();
    await stop(prober);
    expect(systemClock.monotonicMs() - beganAtMs).toBeLessThan(1_000);
    expect(log.samples).toEqual([]);
    expect(log.events.map(({ type }) => type)).toEqual(['probe-started', 'probe-stopped']);
  });

  it('ends a thread that does not even do that', async () => {
    const { prober } = await probe('http://127.0.0.1:1/', {
      workerEntry: new URL(
        `data:text/javascript,${encodeURIComponent(
          "import { parentPort } from 'node:worker_threads'; parentPort.postMessage({ kind: 'started', atMs: 0 }); parentPort.on('message', () => {});",
        )}`,
      ),
      timeoutMs: 30_000,
    });
    await expect(prober.stop(AbortSignal.abort())).rejects.toThrow('did not stop');
  });
});

describe('a prober that dies', () => {
  const dying = (code: string) =>
    new URL(
      `data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads';${code}`)}`,
    );

  it('is an error everywhere, never a downtime of 0', async () => {
    const log = new ProbeLog();
    const { prober } = await probe('http://127.0.0.1:1/', {
      workerEntry: dying(
        "parentPort.postMessage({ kind: 'started', atMs: 0 }); parentPort.once('message', () => { throw new Error('out of luck'); });",
      ),
      emit: log.emit,
    });
    const waiting = prober.waitForGoodAnswers({ count: 1 }, inTenSeconds(), never);
    await Promise.all([
      expect(prober.stop()).rejects.toThrow('no downtime can be told'),
      expect(waiting).rejects.toThrow('out of luck'),
    ]);
    expect(() => prober.samples()).toThrow('died');
    expect(log.events.map(({ type }) => type)).toEqual(['probe-started', 'probe-failed']);
  });

  it('before it began is an error of the start', async () => {
    await expect(probe('http://127.0.0.1:1/', { workerEntry: dying('') })).rejects.toThrow('exit code 0');
  });

  it('by not stopping is ended, and an error', async () => {
    const { prober } = await probe('http://127.0.0.1:1/', {
      workerEntry: dying(
        "parentPort.postMessage({ kind: 'started', atMs: 0 }); parentPort.on('message', () => {});",
      ),
      timeoutMs: 1,
    });
    await expect(prober.stop()).rejects.toThrow('did not stop');
  });
});
