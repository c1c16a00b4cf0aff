/**
 * Which port of an inbound NAT rule's range each member of its pool has. A member keeps its port for as long as it is in
 * the pool, whoever else comes and goes; a new one gets the lowest port that is free, and none where all are taken.
 *
 * Part of the store, because what the control plane says of the ports and where packets go must be one and the same. The
 * data plane assigns them, when it is told of a change; the control plane only reads.
 */
export class NatPorts {
  /** By rule in lower case: member in lower case -> its port's place in the range. */
  readonly #offsets = new Map<string, ReadonlyMap<string, number>>();

  /**
   * What the members of a rule's pool have, or would have if these were the members, as places in the rule's range: by
   * the member in lower case, without those for whom no port is left.
   */
  offsets(ruleId: string, rangeSize: number, members: readonly string[]): ReadonlyMap<string, number> {
    const present = [...new Set(members.map((member) => member.toLowerCase()))];
    const former = this.#offsets.get(ruleId.toLowerCase()) ?? new Map<string, number>();
    const offsets = new Map<string, number>();
    for (const member of present) {
      const offset = former.get(member) ?? rangeSize;
      if (offset < rangeSize) offsets.set(member, offset);
    }
    const taken = new Set(offsets.values());
    let free = 0;
    for (const member of present.filter((each) => !offsets.has(each))) {
      while (taken.has(free)) free++;
      if (free >= rangeSize) break;
      taken.add(free);
      offsets.set(member, free);
    }
    return offsets;
  }

  /** Makes it so: these are the members now. */
  assign(ruleId: string, rangeSize: number, members: readonly string[]): ReadonlyMap<string, number> {
    const offsets = this.offsets(ruleId, rangeSize, members);
    this.#offsets.set(ruleId.toLowerCase(), offsets);
    return offsets;
  }
}
