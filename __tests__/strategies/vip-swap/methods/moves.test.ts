import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FrontendAssignment } from '../../../../src/azure/network/frontend-assignments.ts';
import {
  type Move,
  type Placement,
  planMoves,
  type Side,
} from '../../../../src/strategies/vip-swap/methods/moves.ts';

const side = (...addresses: string[]): FrontendAssignment[] =>
  addresses.map((publicIpAddressId, index) => ({ frontend: `frontend${index}`, publicIpAddressId }));

const addressesOf = (assignments: readonly FrontendAssignment[]) =>
  assignments.map((each) => each.publicIpAddressId);

/** ARM's rules, applied move by move: an address is bound once, and a frontend always has one. */
function apply(start: Placement, moves: readonly Move[]): Placement[] {
  const placements = [start];
  for (const move of moves) {
    const current = placements.at(-1) ?? start;
    expect(move.previousAssignments).toEqual(current[move.side]);
    const other: Side = move.side === 'production' ? 'target' : 'production';
    const held = new Set(addressesOf(current[other]));
    for (const address of addressesOf(move.assignments)) {
      expect(held.has(address), `${address} is bound twice`).toBe(false);
    }
    placements.push({ ...current, [move.side]: move.assignments });
  }
  return placements;
}

describe('planMoves', () => {
  it("parks the target and leaves only two updates in the window: the seed article's swap", () => {
    const moves = planMoves({
      current: { production: side('live'), target: side('staging') },
      wanted: { production: side('staging'), target: side('live') },
      productionAddressIds: ['live'],
      spareAddressIds: ['temporary'],
    });
    expect(
      moves.map((move) => [move.side, addressesOf(move.assignments), move.takesAway, move.givesBack]),
    ).toEqual([
      ['target', ['temporary'], false, false],
      ['production', ['staging'], true, false],
      ['target', ['live'], false, true],
    ]);
  });

  it('moves nothing that is where it shall be, whatever case ARM answers ids in', () => {
    const placement = { production: side('/a/LIVE'), target: side('/a/staging') };
    const wanted = { production: side('/a/live'), target: side('/a/STAGING') };
    expect(
      planMoves({ current: placement, wanted, productionAddressIds: ['/a/live'], spareAddressIds: [] }),
    ).toEqual([]);
  });

  it('leaves alone who has what it shall have, though the other side has it too', () => {
    const given = { productionAddressIds: ['live'], spareAddressIds: ['temporary'] };
    const contested = { production: side('staging'), target: side('staging') };
    expect(planMoves({ ...given, current: contested, wanted: contested })).toEqual([]);
    const home = { production: side('live'), target: side('staging') };
    expect(planMoves({ ...given, current: contested, wanted: home })).toMatchObject([
      { side: 'production', assignments: side('live') },
    ]);
  });

  it('says so, and does not try for ever, where the spare is what the side has already', () => {
    const held = () =>
      planMoves({
        current: { production: side('live'), target: side('staging') },
        wanted: { production: side('staging'), target: side('live') },
        productionAddressIds: ['live'],
        spareAddressIds: ['staging'],
      });
    expect(held).toThrow('staging is not free');
  });

  it('needs no spare where one side has let go already', () => {
    const moves = planMoves({
      current: { production: side('staging'), target: side('temporary') },
      wanted: { production: side('staging'), target: side('live') },
      productionAddressIds: ['live'],
      spareAddressIds: [],
    });
    expect(moves.map((move) => move.side)).toEqual(['target']);
  });

  it('says so when there are too few spares', () => {
    const problem = {
      current: { production: side('live4', 'live6'), target: side('staging4', 'staging6') },
      wanted: { production: side('staging4', 'staging6'), target: side('live4', 'live6') },
      productionAddressIds: ['live4', 'live6'],
      spareAddressIds: ['temporary4'],
    };
    expect(() => planMoves(problem)).toThrow('Moving 2 addresses needs as many free ones, and there are 1.');
  });

  it('leads from any placement to any other, within what ARM allows, and with one outage at most', () => {
    const placements = fc.integer({ min: 1, max: 3 }).chain((frontends) => {
      const pool = Array.from({ length: 3 * frontends }, (_, index) => `address${index}`);
      const placement = fc
        .shuffledSubarray(pool, { minLength: 2 * frontends, maxLength: 2 * frontends })
        .map((picked) => ({
          production: side(...picked.slice(0, frontends)),
          target: side(...picked.slice(frontends)),
        }));
      return fc.record({ current: placement, wanted: placement, frontends: fc.constant(frontends) });
    });
    fc.assert(
      fc.property(placements, ({ current, wanted, frontends }) => {
        const productionAddressIds = addressesOf(current.production);
        const moves = planMoves({
          current,
          wanted,
          productionAddressIds,
          spareAddressIds: Array.from({ length: frontends }, (_, index) => `spare${index}`),
        });
        expect(apply(current, moves).at(-1)).toEqual(wanted);
        expect(moves.length).toBeLessThanOrEqual(3);
      }),
    );
  });

  /** Each pair of frontends has two of its three addresses: what somebody who has put some of them right by hand leaves. */
  const mixtures = fc.integer({ min: 1, max: 4 }).chain((frontends) =>
    fc.record({
      pairs: fc.array(fc.shuffledSubarray(['live', 'staging', 'temporary'], { minLength: 2, maxLength: 2 }), {
        minLength: frontends,
        maxLength: frontends,
      }),
      isUndo: fc.boolean(),
    }),
  );
  const named = (names: readonly string[]) => side(...names.map((name, index) => `${name}${index}`));

  it('leads home and to the other side from every mixture of the two, over the addresses that are free in it', () => {
    fc.assert(
      fc.property(mixtures, ({ pairs, isUndo }) => {
        const all = (name: string) => pairs.map(() => name);
        const current = {
          production: named(pairs.map(([first = '']) => first)),
          target: named(pairs.map(([, second = '']) => second)),
        };
        const [live, staging] = [named(all('live')), named(all('staging'))];
        const wanted = isUndo ? { production: live, target: staging } : { production: staging, target: live };
        const moves = planMoves({
          current,
          wanted,
          productionAddressIds: addressesOf(live),
          spareAddressIds: addressesOf(named(all('temporary'))),
        });
        expect(apply(current, moves).at(-1)).toEqual(wanted);
        expect(moves.length).toBeLessThanOrEqual(3);
        // Nobody is parked on the address of another: that may be of another IP version.
        const own = moves.flatMap(({ assignments }) => assignments);
        expect(own.every((each) => each.publicIpAddressId.at(-1) === each.frontend.at(-1))).toBe(true);
      }),
    );
  });

  it('leaves the half that is served alone as long as it can', () => {
    const moves = planMoves({
      current: { production: named(['staging', 'staging']), target: named(['live', 'temporary']) },
      wanted: { production: named(['live', 'live']), target: named(['staging', 'staging']) },
      productionAddressIds: ['live0', 'live1'],
      spareAddressIds: ['temporary0', 'temporary1'],
    });
    expect(moves.map((move) => [move.side, addressesOf(move.assignments)])).toEqual([
      ['target', ['temporary0', 'temporary1']],
      ['production', ['live0', 'live1']],
      ['target', ['staging0', 'staging1']],
    ]);
    expect(moves.map(({ takesAway, givesBack }) => [takesAway, givesBack])).toEqual([
      [true, false],
      [false, true],
      [false, false],
    ]);
  });

  it('keeps taking away and giving back next to each other in every full swap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), (frontends) => {
        const names = (prefix: string) =>
          Array.from({ length: frontends }, (_, index) => `${prefix}${index}`);
        const moves = planMoves({
          current: { production: side(...names('live')), target: side(...names('staging')) },
          wanted: { production: side(...names('staging')), target: side(...names('live')) },
          productionAddressIds: names('live'),
          spareAddressIds: names('spare'),
        });
        const taking = moves.findIndex((move) => move.takesAway);
        expect(moves.findIndex((move) => move.givesBack)).toBe(taking + 1);
        expect(moves.filter((move) => move.takesAway || move.givesBack)).toHaveLength(2);
      }),
    );
  });
});
