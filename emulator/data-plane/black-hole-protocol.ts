import { MessagePort } from 'node:worker_threads';
import type { Binding } from './loopback-network.ts';

export interface BlackHoleCommand extends Binding {
  readonly action: 'open' | 'fill' | 'close';
}

export interface BlackHoleAnswer {
  readonly error: string | undefined;
}

export interface BlackHoleData {
  readonly flags: Int32Array;
  readonly channel: MessagePort;
}

/** The counter that the worker waits for. */
export const signals = { commands: 0 } as const;

/** The smallest queue there is: Node and libuv take 0 for "not given". */
export const backlog = 1;

export function isBlackHoleData(data: unknown): data is BlackHoleData {
  return (
    typeof data === 'object' &&
    data !== null &&
    'flags' in data &&
    data.flags instanceof Int32Array &&
    'channel' in data &&
    data.channel instanceof MessagePort
  );
}
