import { MOST_TAGS } from './numbered-tags.ts';

/** Somebody has filled the tags since the release began: a recovery cannot even write whose work it is now. */
export class TagRoomError extends Error {
  override readonly name = 'TagRoomError';
  readonly code = 'NoTagRoom';

  /** @param excess how many tags are too many. */
  constructor(address: string, excess: number) {
    super(
      `"${address}" has no room in its tags for the lock of a recovery: Azure allows ${MOST_TAGS}. Remove ${excess} of them, and none ` +
        'that begins with azure-rollout.',
    );
  }
}
