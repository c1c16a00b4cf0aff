import type { SwapMethod, SwapMethodChoice } from '../goal.ts';

export interface ChosenMethod {
  readonly method: SwapMethod;
  readonly reason: string;
  /** Why the method that was asked for cannot be used; empty where it can. */
  readonly obstacles: readonly string[];
}

/**
 * `auto` takes the method with the shorter outage that can be used.
 *
 * @param obstacles why ARM's own swap cannot be used; empty where it can.
 */
export function chooseMethod(choice: SwapMethodChoice, obstacles: readonly string[]): ChosenMethod {
  switch (choice) {
    case 'temporary-ip':
      return { method: 'temporary-ip', reason: 'asked for by swap-method', obstacles: [] };
    case 'native':
      return { method: 'native', reason: 'asked for by swap-method', obstacles };
    case 'auto':
      return obstacles.length === 0
        ? {
            method: 'native',
            reason:
              "ARM's documented limits of its own swap hold, and it is one operation instead of two. It has never been " +
              'recorded on load balancers of scale sets or virtual machines: if ARM refuses it, temporary-ip follows',
            obstacles: [],
          }
        : {
            method: 'temporary-ip',
            reason: `ARM's own swap cannot be used: ${obstacles.join('; ')}`,
            obstacles: [],
          };
  }
}
