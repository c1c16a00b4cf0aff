import type { Flow } from './forwarding-model.ts';

/** The client's end of a connection. */
export interface ClientAddress {
  readonly address: string;
  readonly port: number;
}

/** A flow whose hash depends on the seed and on nothing but the fields that a load balancer looks at. */
export function flowOf(client: ClientAddress, seed: number): Flow {
  return {
    hash: (key, purpose) => {
      const fields = key === 'address' ? client.address : `${client.address}:${client.port}`;
      return hash(`${seed} ${purpose} ${fields}`);
    },
  };
}

/** FNV-1a, 32 bit, then mixed: neighbouring client ports must not take turns. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
