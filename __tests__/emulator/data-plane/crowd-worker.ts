import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { CrowdMessage, CrowdWork } from './crowd.ts';

const { host, port, connected }: CrowdWork = workerData;
let resets = 0;

parentPort?.on('message', async (message: CrowdMessage) => {
  if (message === 'resets') {
    // What the kernel has reset by now is known after a poll, which follows this turn.
    await setImmediate();
    await setImmediate();
    parentPort?.postMessage(resets);
    return;
  }
  for (let count = 0; count < message.come; count++) {
    const socket = connect({ host, port });
    socket.on('error', () => resets++);
    socket.on('connect', () => {
      Atomics.add(connected, 0, 1);
      Atomics.notify(connected, 0);
    });
  }
});
parentPort?.postMessage('ready');
