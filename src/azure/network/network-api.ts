/**
 * The newest api-version that the pinned `@azure/arm-network` speaks. A read-modify-write with an older one would read a
 * body without the properties that came later, and write it back without them.
 */
export const NETWORK_API_VERSION = '2026-01-01';
