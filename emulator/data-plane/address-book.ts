export interface Assignment {
  readonly publicIpAddressId: string;
  readonly address: string;
}

/** Gives public IP addresses out of one network of 256, none of them twice while it is in use. */
export class AddressBook {
  /** The first three parts: `127.20.30`. */
  readonly #network: string;
  /** By id in lower case. */
  readonly #assigned = new Map<string, Assignment>();
  readonly #free = Array.from({ length: 253 }, (_, index) => index + 1);

  constructor(network: string) {
    this.#network = network;
  }

  assign(publicIpAddressId: string, version: 'IPv4' | 'IPv6'): string {
    const known = this.#assigned.get(publicIpAddressId.toLowerCase());
    if (known !== undefined) return known.address;
    const host = this.#free.shift();
    if (host === undefined) {
      throw new Error(
        `No address is left for ${publicIpAddressId}: an emulator has 253 of them. Delete public IP addresses first.`,
      );
    }
    const address = `${version === 'IPv6' ? '::ffff:' : ''}${this.#network}.${host}`;
    this.#assigned.set(publicIpAddressId.toLowerCase(), { publicIpAddressId, address });
    return address;
  }

  /** The address goes to the end of the queue: a client that still knows it should meet nobody for long. */
  release(publicIpAddressId: string): void {
    const released = this.#assigned.get(publicIpAddressId.toLowerCase());
    if (released === undefined) return;
    this.#assigned.delete(publicIpAddressId.toLowerCase());
    this.#free.push(Number(released.address.split('.').at(-1)));
  }

  assigned(): Iterable<Assignment> {
    return this.#assigned.values();
  }
}
