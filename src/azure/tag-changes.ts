import type { Arm } from './arm/arm.ts';
import { backoffMs } from './arm/retry.ts';
import { attempt } from './seen-change.ts';

export type Tags = Readonly<Record<string, string>>;

/** How the tags of one kind of resource are read and written. */
export interface TaggedResource<T> {
  readonly id: string;
  readonly read: () => Promise<T>;
  /** Other tags and nothing else changed, under If-Match. */
  readonly write: (resource: T, tags: Tags) => Promise<unknown>;
  /**
   * Whether tags that are read stay: after an update that failed or hangs they may be there without that.
   *
   * @param endedWell whether the last write was ours, and ended as `Succeeded`.
   */
  readonly isAtRest: (resource: T, endedWell: boolean) => Promise<boolean>;
}

/** Over half a minute, as for load balancers: within that an ARM that fails to answer recovers. */
const MOST_TRIES = 8;

/**
 * Of two who want to write at the same time one gets through, and the other decides anew from what is there then.
 *
 * @param change decides from the resource as it is; undefined: it is none of ours, and stays; throws where nothing may be
 *   written. Called again after every write, whatever became of it.
 * @returns the resource as it was when there was nothing left to write: looked at after the last write, too.
 */
export async function changeTagsOf<T extends { readonly tags?: Tags }>(
  arm: Arm,
  tagged: TaggedResource<T>,
  change: (resource: T) => Tags | undefined,
  signal: AbortSignal,
): Promise<T> {
  let endedWell = false;
  for (let tries = 1; ; tries += 1) {
    const resource = await tagged.read();
    const tags = change(resource);
    if (tags === undefined) {
      return resource;
    }
    if (sameTags(resource.tags, tags) && (await tagged.isAtRest(resource, endedWell))) {
      return resource;
    }
    const setback = await attempt(() => tagged.write(resource, tags));
    endedWell = setback === undefined;
    if (setback !== undefined) {
      if (tries === MOST_TRIES) {
        throw setback.error;
      }
      if (tries > 1) {
        await arm.pause(backoffMs(tries), signal);
      }
    }
    if (tries > MOST_TRIES) {
      throw new Error(
        `The tags of ${tagged.id} were written ${tries} times, and are not what they were written to be.`,
      );
    }
  }
}

function sameTags(left: Tags = {}, right: Tags): boolean {
  const names = Object.keys(right);
  return (
    names.length === Object.keys(left).length &&
    names.every((name) => Object.hasOwn(left, name) && left[name] === right[name])
  );
}
