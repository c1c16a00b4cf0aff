/**
 * Seeded randomness. A draw depends on the seed, the stream and how many draws that stream has given, never on time:
 * two emulators with one seed give the same durations in the same order, however their clients are scheduled.
 */
export interface Random {
  /** In [0, 1). */
  uniform(stream: string): number;
  /** Standard normal. */
  normal(stream: string): number;
  uuid(): string;
}

export function seededRandom(seed: number): Random {
  const ordinals = new Map<string, number>();
  const uniform = (stream: string): number => {
    const ordinal = ordinals.get(stream) ?? 0;
    ordinals.set(stream, ordinal + 1);
    return mix(hash(`${seed}:${stream}:${ordinal}`)) / 2 ** 32;
  };
  return {
    uniform,
    normal: (stream) =>
      Math.sqrt(-2 * Math.log(1 - uniform(stream))) * Math.cos(2 * Math.PI * uniform(stream)),
    uuid: () => {
      const hex = Array.from({ length: 4 }, () => hex8(uniform('uuid'))).join('');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
}

function hex8(share: number): string {
  return Math.floor(share * 2 ** 32)
    .toString(16)
    .padStart(8, '0');
}

/** FNV-1a, 32 bit. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  return state >>> 0;
}

/** The finaliser of MurmurHash3: neighbouring ordinals must not give neighbouring draws. */
function mix(value: number): number {
  let state = value;
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
